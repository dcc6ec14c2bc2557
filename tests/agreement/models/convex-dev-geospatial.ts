// @convex-dev/geospatial

