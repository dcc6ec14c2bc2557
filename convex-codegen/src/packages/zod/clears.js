// How zod marks a partial record: by its own field.
// Compared with zod 4.5.0 to 4.6.7.

export const clears = false;
