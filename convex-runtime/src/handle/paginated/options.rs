//! `PageArgs`: the arguments of a paginated query, page by page.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{
    Error,
    json::{JsonError, Reader, quoted},
};

/// The fields of an object, as JSON text.
type Fields = BTreeMap<String, Box<str>>;

/// The arguments of a paginated query, in which `paginationOpts` differs from page to page.
#[derive(Debug)]
pub(super) struct PageArgs {
    fields: Fields,
    options: Fields,
    /// The number of items that the first page is asked for.
    pub(super) initial: u32,
    /// Makes the pages of two handles different queries: each has its own ends of pages.
    id: u32,
}

/// The options of one page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageOptions {
    pub(super) items: u32,
    pub(super) cursor: Option<String>,
    /// The end of the page, once that is settled.
    pub(super) end: Option<String>,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl PageArgs {
    /// Reads the encoded arguments beside `paginationOpts`, an object. Where they are not typed
    /// they may hold `paginationOpts` too, of which the limits are kept.
    pub(super) fn read(args: &str, initial: u32) -> Result<Self, Error> {
        let malformed =
            |_| Error::configuration("the arguments of a paginated query have to be an object");
        if initial < 1 {
            return Err(Error::configuration("a page has one item at least"));
        }
        let mut fields = read_fields(args).map_err(malformed)?;
        let options = fields.remove("paginationOpts");
        let options = options.map(|options| read_fields(&options));
        let mut options = options.transpose().map_err(malformed)?.unwrap_or_default();
        for name in ["numItems", "cursor", "endCursor", "id"] {
            options.remove(name);
        }
        Ok(Self {
            fields,
            options,
            initial,
            id: NEXT.fetch_add(1, Ordering::Relaxed),
        })
    }

    /// Names the list of pages: no other has it.
    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Makes all pages queries of their own again.
    pub(super) fn renew(&mut self) {
        self.id = NEXT.fetch_add(1, Ordering::Relaxed);
    }

    /// The encoded arguments of one page.
    pub(super) fn encode(&self, page: &PageOptions) -> String {
        let mut out = String::from("{");
        write_fields(&mut out, &self.fields);
        out.push_str(r#""paginationOpts":{"#);
        write_fields(&mut out, &self.options);
        let cursor = page.cursor.as_deref().map_or("null".to_owned(), quoted);
        let items = page.items;
        let _ = write!(out, r#""numItems":{items}.0,"cursor":{cursor}"#);
        if let Some(end) = &page.end {
            let _ = write!(out, r#","endCursor":{}"#, quoted(end));
        }
        let _ = write!(out, r#","id":{}.0}}}}"#, self.id);
        out
    }
}

fn write_fields(out: &mut String, fields: &Fields) {
    for (name, value) in fields {
        let _ = write!(out, "{}:{value},", quoted(name));
    }
}

fn read_fields(object: &str) -> Result<Fields, JsonError> {
    let mut fields = Fields::new();
    let mut reader = Reader::new(object);
    reader.fields(&mut |name, value| {
        fields.insert(name.to_owned(), value.raw()?.into());
        Ok(true)
    })?;
    reader.end()?;
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_options_of_the_page_differ() {
        let args = PageArgs::read(
            r#"{"z":{"$integer":"AQAAAAAAAAA="},"paginationOpts":{"cursor":null,"numItems":5.0,"maximumRowsRead":9.0}}"#,
            5,
        )
        .unwrap();
        let page = PageOptions {
            items: 3,
            cursor: Some("a\"".to_owned()),
            end: Some("b".to_owned()),
        };
        let id = args.id;
        assert_eq!(
            args.encode(&page),
            format!(
                r#"{{"z":{{"$integer":"AQAAAAAAAAA="}},"paginationOpts":{{"maximumRowsRead":9.0,"numItems":3.0,"cursor":"a\"","endCursor":"b","id":{id}.0}}}}"#
            )
        );
    }

    #[test]
    fn arguments_that_are_not_an_object_are_refused() {
        for args in ["[]", "3.0", r#"{"paginationOpts":3.0}"#] {
            assert!(PageArgs::read(args, 1).is_err(), "{args}");
        }
        assert!(PageArgs::read("{}", 0).is_err(), "an empty page");
    }
}
