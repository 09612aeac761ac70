//! Reads `words/<language>/*.ftl` and writes one Rust method a message, so that a missing word fails the build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

/// The language every other one is compared with.
const MODEL: &str = "en-GB";

/// One language: its files, and what each message says and asks for.
#[derive(Default)]
struct Catalogue {
    files: Vec<PathBuf>,
    messages: BTreeMap<String, Message>,
}

/// One message: its text as written, the variables it names itself, and the other messages and terms it quotes.
#[derive(Default, Clone)]
struct Message {
    text: String,
    variables: BTreeMap<String, Kind>,
    quotes: BTreeSet<String>,
}

/// What may be put in a variable's place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    /// It chooses between plural forms somewhere, so it must be a number.
    Number,
}

/// The Rust source of `CATALOGUES` and of the methods of `Words`.
///
/// # Errors
/// One sentence a fault: unreadable Fluent, a message that is missing, double, or asks for other variables than English.
pub fn methods(folder: &Path) -> Result<String, String> {
    let languages = read_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut faults = Vec::new();
    let mut catalogues = BTreeMap::new();
    for (language, files) in languages {
        let catalogue = read_language(&language, files, &mut faults);
        catalogues.insert(language, catalogue);
    }
    let Some(model) = catalogues.get(MODEL) else { return Err(format!("there is no folder words/{MODEL}")) };
    for (language, catalogue) in &catalogues {
        compare(language, catalogue, model, &mut faults);
    }
    if faults.is_empty() { Ok(source(&catalogues, model)) } else { Err(faults.join("\n")) }
}

fn read_all(folder: &Path) -> io::Result<BTreeMap<String, Vec<PathBuf>>> {
    let mut languages = BTreeMap::new();
    for language in fs::read_dir(folder)? {
        let language = language?;
        if language.file_type()?.is_dir() {
            let mut files = Vec::new();
            for file in fs::read_dir(language.path())? {
                files.extend(Some(file?.path()).filter(|path| path.extension().is_some_and(|end| end == "ftl")));
            }
            files.sort();
            languages.insert(language.file_name().to_string_lossy().into_owned(), files);
        }
    }
    Ok(languages)
}

fn read_language(language: &str, files: Vec<PathBuf>, faults: &mut Vec<String>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for path in &files {
        let place = format!("words/{language}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        match fs::read_to_string(path) {
            Ok(text) => read_file(&place, &text, &mut catalogue.messages, faults),
            Err(error) => faults.push(format!("{place}: {error}")),
        }
    }
    catalogue.files = files;
    catalogue
}

fn read_file(place: &str, text: &str, messages: &mut BTreeMap<String, Message>, faults: &mut Vec<String>) {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let line = text.bytes().take(error.pos.start).filter(|byte| *byte == b'\n').count() + 1;
                faults.push(format!("{place} line {line}: {error}"));
            }
            resource
        }
    };
    for entry in resource.body {
        let (key, pattern, attributes) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.value, message.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value), term.attributes),
            _ => continue,
        };
        if !attributes.is_empty() {
            faults.push(format!("{place}: `{key}` has attributes; write a message of its own for each"));
        }
        let Some(pattern) = pattern else { continue };
        let mut message = Message::default();
        read_pattern(&pattern, &mut message);
        if messages.insert(key.clone(), message).is_some() {
            faults.push(format!("{place}: `{key}` is written twice"));
        }
    }
}

fn read_pattern(pattern: &Pattern<&str>, message: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => message.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => read_inline(inline, message),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                if let InlineExpression::VariableReference { id } = selector {
                    let plural = variants.iter().any(|variant| is_plural(&variant.key));
                    note(id.name, if plural { Kind::Number } else { Kind::Text }, message);
                }
                message.text.push_str("{ … ");
                for variant in variants {
                    read_pattern(&variant.value, message);
                    message.text.push_str(" | ");
                }
                message.text.push('}');
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, message: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            let _ = write!(message.text, "{{ ${} }}", id.name);
            note(id.name, Kind::Text, message);
        }
        InlineExpression::MessageReference { id, .. } => {
            let _ = write!(message.text, "{{ {} }}", id.name);
            message.quotes.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, arguments, .. } => {
            let _ = write!(message.text, "{{ -{} }}", id.name);
            message.quotes.insert(format!("-{}", id.name));
            read_arguments(arguments.as_ref(), message);
        }
        InlineExpression::FunctionReference { arguments, .. } => read_arguments(Some(arguments), message),
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            message.text.push_str(value);
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = &**expression {
                read_inline(inner, message);
            }
        }
    }
}

fn read_arguments(arguments: Option<&CallArguments<&str>>, message: &mut Message) {
    for argument in arguments.into_iter().flat_map(|arguments| &arguments.positional) {
        read_inline(argument, message);
    }
}

fn is_plural(key: &VariantKey<&str>) -> bool {
    match key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => matches!(*name, "zero" | "one" | "two" | "few" | "many"),
    }
}

fn note(variable: &str, kind: Kind, message: &mut Message) {
    let known = message.variables.entry(variable.to_owned()).or_insert(kind);
    *known = kind.max(*known);
}

/// Everything `key` needs to be said: its own variables and those of what it quotes.
fn variables(key: &str, messages: &BTreeMap<String, Message>) -> BTreeMap<String, Kind> {
    let (mut found, mut seen, mut open) = (Message::default(), BTreeSet::new(), vec![key.to_owned()]);
    while let Some(next) = open.pop() {
        if let Some(message) = messages.get(&next).filter(|_| seen.insert(next)) {
            message.variables.iter().for_each(|(name, kind)| note(name, *kind, &mut found));
            open.extend(message.quotes.iter().cloned());
        }
    }
    found.variables
}

fn compare(language: &str, catalogue: &Catalogue, model: &Catalogue, faults: &mut Vec<String>) {
    let place = format!("words/{language}");
    for (key, message) in &catalogue.messages {
        for quoted in message.quotes.iter().filter(|quoted| !catalogue.messages.contains_key(*quoted)) {
            faults.push(format!("{place}: `{key}` quotes `{quoted}`, which is not there"));
        }
        if !key.starts_with('-') && !model.messages.contains_key(key) {
            faults.push(format!("{place}: `{key}` is not in words/{MODEL}"));
        }
        if key.replace('-', "_").parse::<Method>().is_err() {
            faults.push(format!("{place}: `{key}` cannot be a method's name"));
        }
    }
    for key in model.messages.keys().filter(|key| !key.starts_with('-')) {
        if !catalogue.messages.contains_key(key) {
            faults.push(format!("{place}: `{key}` is missing"));
            continue;
        }
        let here: Vec<String> = variables(key, &catalogue.messages).into_keys().collect();
        let there: Vec<String> = variables(key, &model.messages).into_keys().collect();
        if here != there {
            let (here, there) = (here.join(", "), there.join(", "));
            faults.push(format!("{place}: `{key}` asks for ({here}) but words/{MODEL} for ({there})"));
        }
    }
}

/// A name that Rust takes for a method.
struct Method;

impl std::str::FromStr for Method {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        const TAKEN: [&str; 18] = [
            "as", "break", "const", "continue", "else", "enum", "fn", "for", "if", "in", "let", "loop", "match",
            "move", "return", "self", "type", "use",
        ];
        if TAKEN.contains(&name) { Err(()) } else { Ok(Self) }
    }
}

fn source(catalogues: &BTreeMap<String, Catalogue>, model: &Catalogue) -> String {
    let mut code = String::from("/// Every language and the texts of its catalogues.\n");
    code.push_str("const CATALOGUES: &[(&str, &[&str])] = &[\n");
    for (language, catalogue) in catalogues {
        let _ = writeln!(code, "    ({language:?}, &[");
        for file in &catalogue.files {
            let _ = writeln!(code, "        include_str!({:?}),", file.display().to_string());
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n\n");

    let mut plain = Vec::new();
    let mut methods = String::new();
    for (key, message) in model.messages.iter().filter(|(key, _)| !key.starts_with('-')) {
        let name = key.replace('-', "_");
        let asked = kinds(key, catalogues);
        let _ = writeln!(methods, "    /// `{}`", message.text.replace(['`', '\n'], " "));
        methods.push_str("    #[must_use]\n");
        if asked.is_empty() {
            let _ =
                writeln!(methods, "    pub fn {name}(&self) -> &str {{\n        self.plain({})\n    }}", plain.len());
            plain.push(key);
        } else {
            let _ = write!(methods, "    pub fn {name}(&self");
            for (variable, kind) in &asked {
                let of = if *kind == Kind::Number { "Number" } else { "std::fmt::Display" };
                let _ = write!(methods, ", {}: impl {of}", variable.replace('-', "_"));
            }
            let _ = writeln!(methods, ") -> String {{\n        self.say({key:?}, [");
            for (variable, kind) in &asked {
                let of = if *kind == Kind::Number { "number" } else { "text" };
                let _ = writeln!(methods, "            ({variable:?}, {of}({})),", variable.replace('-', "_"));
            }
            methods.push_str("        ])\n    }\n");
        }
    }
    let _ = writeln!(code, "/// The messages that ask for nothing, in the order `plain` counts them.");
    let _ = writeln!(code, "const PLAIN: &[&str] = &{plain:?};\n\nimpl Words {{\n{methods}}}");
    code
}

/// What a message asks for; a variable that any language counts by is a number in all.
fn kinds(key: &str, catalogues: &BTreeMap<String, Catalogue>) -> BTreeMap<String, Kind> {
    let mut all = Message::default();
    for catalogue in catalogues.values() {
        for (name, kind) in variables(key, &catalogue.messages) {
            note(&name, kind, &mut all);
        }
    }
    all.variables
}
