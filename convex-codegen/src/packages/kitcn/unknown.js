// What is not known of a version in use.
