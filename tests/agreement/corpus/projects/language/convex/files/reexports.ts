export * from "./cycle_b";
export { outside as renamed, json } from "./imports";
export { default } from "./default";
export * as space from "./imports";
