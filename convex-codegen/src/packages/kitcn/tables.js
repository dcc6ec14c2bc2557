// Tables and their columns.

export * from "kitcn/orm#columns";
export * from "kitcn/orm#table";
