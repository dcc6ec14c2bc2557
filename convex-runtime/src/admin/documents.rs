//! Tables and their documents.

use super::System;
use crate::{
    Error, FromConvex, Mismatch, Node, Pages, Paginated, PaginatedArgs, PaginationOptions, Query,
    Table, ToConvex, Value,
};

const TABLES: Query<TablesArgs, DocumentPage<TableName>> = Query::new("_system/cli/tables");

/// The limit of documents per request.
const PAGE: u32 = 1_000;

/// In which order documents come.
///
/// ```
/// assert_eq!(convex_runtime::admin::Order::default(), convex_runtime::admin::Order::Newest);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ToConvex)]
#[convex(crate = crate)]
pub enum Order {
    /// The one that was created last comes first.
    #[default]
    #[convex("desc")]
    Newest,
    /// The one that was created first comes first.
    #[convex("asc")]
    Oldest,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct TablesArgs {
    pagination_opts: PaginationOptions,
}

impl PaginatedArgs for TablesArgs {
    type Rest = ();
}

#[derive(FromConvex)]
#[convex(crate = crate)]
struct TableName {
    name: String,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct DataArgs {
    table: String,
    order: Order,
    pagination_opts: PaginationOptions,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct DataPageArgs {
    table: String,
    order: Order,
}

impl PaginatedArgs for DataArgs {
    type Rest = DataPageArgs;
}

/// A page of a table's documents.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage<Document>(Vec<Document>);

impl<Document: FromConvex> FromConvex for DocumentPage<Document> {
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        let Some(page) = node.get("page") else {
            // An object without documents is reported as what it is.
            return Vec::from_convex(node).map(Self);
        };
        Vec::from_convex(page).map(Self)
    }
}

impl<Document: FromConvex> Paginated for DocumentPage<Document> {
    type Item = Document;

    fn into_items(self) -> Vec<Document> {
        self.0
    }
}

impl System {
    /// The names of the tables, sorted; those of the system are not among them.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn tables(&self) -> Result<Vec<String>, Error> {
        let mut pages = self.admin.client().pages(TABLES, (), PAGE);
        let mut names = Vec::new();
        while let Some(table) = pages.next().await {
            names.push(table?.name);
        }
        names.sort();
        Ok(names)
    }

    /// The documents of a table, untyped: for tables that are not known when the program is built.
    pub fn documents(&self, table: &str, order: Order) -> Pages<DocumentPage<Value>> {
        self.data(table, order)
    }

    /// The documents of a table, as the type that was generated for it.
    ///
    /// ```
    /// # use convex_runtime::{Error, FromConvex, admin::{Order, System}};
    /// #[derive(Debug, FromConvex)]
    /// #[convex(table = "notes")]
    /// struct Note { text: String }
    ///
    /// async fn print_notes(system: &System) -> Result<(), Error> {
    ///     let mut notes = system.documents_of::<Note>(Order::Oldest);
    ///     while let Some(note) = notes.next().await {
    ///         println!("{}", note?.text);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn documents_of<T: Table + FromConvex>(&self, order: Order) -> Pages<DocumentPage<T>> {
        self.data(T::NAME, order)
    }

    fn data<T: FromConvex>(&self, table: &str, order: Order) -> Pages<DocumentPage<T>> {
        let query = Query::<DataArgs, DocumentPage<T>>::new("_system/cli/tableData");
        let args = DataPageArgs {
            table: table.to_owned(),
            order,
        };
        self.admin.client().pages(query, args, PAGE)
    }
}
