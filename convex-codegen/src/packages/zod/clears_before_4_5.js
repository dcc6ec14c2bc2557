// How zod before 4.5 marks a partial record: by clearing the values of its keys.
// Compared with zod 3.12.1 to 4.4.3.

export const clears = true;
