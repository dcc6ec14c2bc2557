//! Generated code where everything is denied, where the names of the prelude mean something else,
//! and next to a second backend.
//!
//! That this compiles is most of the test; each edition has a package that is made of this file.

#![deny(warnings, missing_docs, unreachable_pub, rustdoc::all)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

convex_runtime::include_api!();

/// Another backend, in a module that has its own meaning for the names of the prelude.
pub mod second {
    /// Not the one of std.
    #[derive(Debug)]
    pub struct String;
    /// Not the one of std.
    #[derive(Debug)]
    pub struct Option;
    /// Not the one of std.
    #[derive(Debug)]
    pub struct Vec;
    /// Not the one of std.
    #[derive(Debug)]
    pub struct Result;
    /// Not the one of the runtime.
    #[derive(Debug)]
    pub struct Id;

    convex_runtime::include_api!("quickstart");
}

mod styled {
    //! One file of `pub(crate)` items, with maps of another type and serde's traits.

    convex_runtime::include_api!("styled");
}

#[no_implicit_prelude]
mod bare {
    //! Nothing is in scope but what the language itself has.

    ::convex_runtime::include_api!("bare");
}

mod private {
    //! Not reachable from outside, not used inside.

    convex_runtime::include_api!("quickstart");
}

#[cfg(test)]
mod tests {
    use convex_runtime::{Table, encode};

    use super::{
        api::{self, types::TextBody},
        internal, tables,
    };

    #[test]
    fn names_on_the_wire_are_exact() {
        let args = api::r#loop::DefaultArgs {
            foo_bar_camel: "a".to_owned(),
            foo_bar: 1.0,
            foobar: true,
            kebab_case: "b".to_owned(),
            under: "c".to_owned(),
            a: "d".to_owned(),
            url_parser2: "e".to_owned(),
        };
        let json = r#"{"fooBar":"a","foo_bar":1,"foobar":true,"kebab-case":"b","_under":"c","A":"d","URLParser2":"e"}"#;
        assert_eq!(encode(&args).expect("it can be sent"), json);
        assert_eq!(api::user_profile::get.path(), "user_profile:get");
        assert_eq!(api::user_profile_camel::get.path(), "userProfile:get");
        assert_eq!(api::r#loop::mod_::r#mod.path(), "loop/mod:mod");
        assert_eq!(<tables::self_::Doc as Table>::NAME, "self");
    }

    #[test]
    fn a_constant_is_one_type_wherever_it_is_used() {
        let text = || TextBody {
            text: "hello".to_owned(),
        };
        let body = internal::r#loop::Body::Text(text());
        assert_eq!(encode(&body), encode(&api::types::Body::Text(text())));
    }

    #[test]
    fn literals_are_text() {
        use internal::r#loop::Strings;

        let texts: Vec<&str> = Strings::ALL.iter().map(Strings::as_str).collect();
        let expected = [
            "in-progress",
            "1080p",
            "",
            "==",
            "!=",
            "größe",
            "日本",
            "👍",
            "Self",
            "C",
            "C++",
            "C#",
            "привет",
            "a\"b\\c\n",
        ];
        assert_eq!(texts, expected);
        assert_eq!("C#".parse(), Ok(Strings::CHash));
        assert_eq!(Strings::Größe.to_string(), "größe");
    }

    #[test]
    fn a_builder_sets_fields_in_any_order() {
        let args = api::opt::MixedArgs::builder()
            .build("a")
            .r#type(vec!["b".to_owned()])
            .c("u1")
            .a("d")
            .finish();
        let json = r#"{"a":"d","c":"u1","type":["b"],"build":"a"}"#;
        assert_eq!(encode(&args).expect("it can be sent"), json);
        assert_eq!(api::opt::AllArgs::default().a, None);
    }
}
