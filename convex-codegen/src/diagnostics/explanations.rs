//! A page for each code, for `convex-codegen explain`.

/// The code of each diagnostic with a page in Markdown that explains it, sorted by code.
///
/// ```
/// let (code, page) = convex_codegen::EXPLANATIONS[0];
/// assert!(page.starts_with("# "), "{code} has a title");
/// ```
pub const EXPLANATIONS: &[(&str, &str)] = &[
    (
        "cycle",
        "# A definition needs itself\n\nEvaluating the definition leads back to it before it has a value: two files import validators from each other at the top level, or a \
         constant is defined by a call that reads the constant. JavaScript would fail or see `undefined`. The part is typed as `Value`.\n\nMove the shared validators to a \
         file that imports neither of the others.",
    ),
    (
        "deep-type",
        "# A type is nested too deeply for rustc\n\nrustc looks into types up to its recursion limit, 128 by default, and derives add levels. Deeper levels are typed as \
         `Value`, so that the crate compiles without a higher limit.\n\nFlatten the type, or give a part of it a table or a validator of its own.",
    ),
    (
        "guessed",
        "# A function is known by its builder's name alone\n\nThe package or file that the builder comes from cannot be read, and TypeScript was not asked, so that nothing but a \
         name such as `adminMutation` says that this export is a mutation. It is treated as one.\n\nInstall the package, run \
         `convex-codegen types`, or declare the export's type: `RegisteredMutation<\"public\", Args, Result>`.",
    ),
    (
        "missing-export",
        "# A module does not export an imported name\n\nThe file was found and read, but it has no export of that name. TypeScript reports the same. What the name stands for \
         is typed as `Value`.\n\nCheck the spelling; the help line names the closest export.",
    ),
    (
        "missing-module",
        "# An import leads to no file\n\nNo file was found for a relative import, or for an alias. Aliases are read from `paths` and `baseUrl` of the nearest `tsconfig.json`, \
         its `extends` included, and from `imports` of `package.json`.\n\nCheck the path. For files that are generated, generate them first.",
    ),
    (
        "name-clash",
        "# Several names map to one Rust name\n\n`fooBar` and `foo_bar` are two names in TypeScript and one in Rust. Each was given a distinct name, by what tells them apart.\n\n\
         Choose your own with `Config::rename`:\n\n    Config::new(\"convex\").rename(\"m:fooBar\", \"first\")",
    ),
    (
        "nameless-recursion",
        "# A type contains itself without an object in between\n\n`type Tree = Tree[]` has no counterpart in Rust: a recursive type needs a struct or an enum with a name. \
         The recursive part is typed as `Value`.\n\nWrap it in an object: `type Tree = { children: Tree[] }`.",
    ),
    (
        "nesting",
        "# A file is nested too deeply to be parsed\n\nBrackets and operators are nested more than 12,000 levels deep. That happens in generated files only. Convex allows 64 \
         levels in a value.\n\nSplit the expression, or move the file out of the functions folder.",
    ),
    (
        "no-value",
        "# A TypeScript type is not a Convex value\n\nTypeScript knows the result's type, and a part of it cannot be sent: a function, a class, a `Map`, a type that is still \
         generic. That part is typed as `Value`.\n\nDeclare the result with `returns`, which the server enforces, or return plain data.",
    ),
    (
        "not-callable",
        "# A call of something that is not a function\n\nEvaluation knows the value and it is not a function, so that the call would throw. Most often it is a default import \
         that should be a named one, or the reverse.\n\nCheck the name and its import.",
    ),
    (
        "other-version",
        "# A package is installed or locked in another version than the one that is modelled\n\nThe generator knows some packages by a model of what they do, compared with \
         the versions that it names. In another version a definition may mean something else.\n\nInstall the package, so that its own code is read, or update it.",
    ),
    (
        "property-of-nothing",
        "# A property of `undefined` or `null`\n\nThe value before the dot is `undefined` or `null` at this point, so that JavaScript would throw.\n\nCheck the name before \
         the dot, and the import that it comes from.",
    ),
    (
        "rejected",
        "# Convex refuses this definition\n\nConvex's own library throws for it: the same check is in `convex/values` or `convex/server`, and `npx convex dev` fails with the same error. Nothing is \
         generated. Where the definition may not run, because it depends on a value that is not known or is inside a `try`, it is a warning and the part is typed as \
         `Value`. A name of a field or a table that only a deployment refuses is a warning, too, since tests run without one: names contain ASCII letters, digits \
         and `_`, do not start with a digit, and have at most 64 characters.\n\nFix the definition as the message says.",
    ),
    (
        "stale-types",
        "# `convex-types.d.ts` is older than the sources\n\nThe file holds a fingerprint of each module. Types of modules that changed since are not used, because they may \
         be wrong; those of the others are.\n\nRun `convex-codegen types` and check in what it writes. In CI, `convex-codegen types --check` fails only if a type changed.",
    ),
    (
        "syntax",
        "# A file is not valid TypeScript or JavaScript\n\nNothing is generated, and the Rust of the last good run stays, so that the editor goes on working while you type.\n\n\
         Fix the syntax, or move the file out of the functions folder; `npx convex dev` rejects it too.",
    ),
    (
        "throws",
        "# Evaluating this ends in a thrown error\n\nThe code runs into a `throw` with the values that it has at the top level of the module.\n\nCheck the arguments of the \
         call that leads there; the labels show the way.",
    ),
    (
        "too-deep",
        "# A validator is nested more than 64 levels deep\n\nConvex allows 64 levels in a value, so that nothing fits the validator.\n\nFlatten it, or keep the parts in \
         documents of their own.",
    ),
    (
        "too-long",
        "# Evaluation was stopped after too many steps\n\nDefinitions are evaluated with a budget, so that a build always ends. A loop that runs for millions of rounds, or \
         one that never ends, exceeds it.\n\nWrite the validator out, or generate it into a file.",
    ),
    (
        "types-file",
        "# `convex-types.d.ts` cannot be parsed\n\nThe file was edited, or a merge left its marks in it. Its types are ignored.\n\nRun `convex-codegen types`, which writes \
         it anew. To merge two versions of it, take either and run the command.",
    ),
    (
        "types-renamed",
        "# A new shape gave types other names\n\nTypes of equal structure share one name. A new shape under the same name tells them apart, so that types that were there before \
         are named otherwise now.\n\nUse the new names, or keep the old ones with `Config::rename_type`.",
    ),
    (
        "unknown-builtin",
        "# A built-in function is not evaluated\n\nThe generator evaluates the pure built-ins of JavaScript. This one depends on when or where it runs, or is not supported. \
         What it returns is typed as `Value`.\n\nWrite the validator without it.",
    ),
    (
        "unknown-export",
        "# An export whose value is not known\n\nThe export could not be evaluated, so that it may be a Convex function or not. It is omitted, never guessed.\n\nInstall the \
         package that it comes from, or run `convex-codegen types`: TypeScript knows what was registered.",
    ),
    (
        "unknown-index",
        "# An index cannot be evaluated\n\nThe name or the fields of the index are not constants. It is omitted from the specification; the types of documents are complete.\n\n\
         Give its name and its fields as constants.",
    ),
    (
        "unknown-kind",
        "# An export may be a Convex function or not\n\nA builder made the value that cannot be evaluated, so that the generator cannot tell what it registers. The function \
         is omitted, never guessed.\n\nInstall the package that it comes from, or run `convex-codegen types`: TypeScript knows what was registered.",
    ),
    (
        "unknown-name",
        "# A name has no value that is known\n\nThe module neither declares nor imports the name, or it is a global that is not evaluated. It may be known when the backend \
         runs. What depends on it is typed as `Value`.\n\nUse a constant instead, or import the name.",
    ),
    (
        "unknown-package",
        "# A value comes from a package that is not read\n\nThe package is not installed, and the generator has no model of it.\n\nRun `npm install`, so that the package's \
         own code is read; declare the validators in the backend itself; or run `convex-codegen types`, which asks TypeScript.",
    ),
    (
        "unknown-returns",
        "# Functions without a declared result\n\nNo `returns` validator declares the result, no annotation of the handler does, and `convex-types.d.ts` has no answer. The \
         result is typed as `Value`.\n\nRun `convex-codegen types` once, which asks TypeScript, and check in what it writes. Or declare `returns`, which the server enforces.",
    ),
    (
        "unknown-validator",
        "# There is no validator of this name\n\n`v` has no such method, so that `npx convex dev` fails, too. Nothing is generated. Where the call may not run, it is a warning and the \
         part is typed as `Value`.\n\nThe help line names the closest one. All validators are listed at https://docs.convex.dev/functions/validation. If a later version \
         of Convex has added this one, update `convex-codegen`.",
    ),
    (
        "unreadable",
        "# A file cannot be read\n\nThe system refuses to read it, or it is not UTF-8 text.\n\nCheck its permissions, save it as UTF-8, or move it out of the functions folder.",
    ),
    (
        "unsupported",
        "# A part of JavaScript that is not evaluated\n\nDefinitions are evaluated by an interpreter for the part of JavaScript that they are written in. This part is not in \
         it, so that the value is typed as `Value` and never guessed.\n\nWrite the validator with constants and `v.*` calls.",
    ),
];
