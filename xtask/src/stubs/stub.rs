//! Reads a stub file back: what it declares, and the comments to keep.
//!
//! Knows the layout of `render` and no more of PHP than that.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

/// One declaration of a stub file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The doc comment, unindented; `None` also for an empty one.
    pub(super) comment: Option<String>,
    /// Its lines without the indentation of the first.
    pub(super) declaration: String,
}

/// All entries by key: `A\f()`, `A\C`, `A\C::m()`, `A\C::$p`, `A\C::CASE`.
///
/// # Errors
/// When a line is not as `render` would lay it out, or an entry is there twice.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Entry>> {
    let mut reader = Reader::default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let mut rest = || lines.next().map(|(_, line)| line);
        reader
            .line(line, &mut rest)
            .with_context(|| format!("line {}: {line:?}", number + 1))?;
    }
    Ok(reader.entries)
}

#[derive(Default)]
struct Reader {
    namespace: String,
    /// Its key, between its braces.
    class: Option<String>,
    comment: Option<String>,
    entries: BTreeMap<String, Entry>,
}

impl Reader {
    fn line<'t>(&mut self, line: &str, rest: &mut impl FnMut() -> Option<&'t str>) -> Result<()> {
        let code = line.trim();
        let indent = line.len() - line.trim_start().len();
        if code.starts_with("/**") {
            let comment = comment(code, rest)?;
            // The one above the first namespace is the file's own.
            self.comment = (indent > 0 && !is_empty(&comment)).then_some(comment);
            return Ok(());
        }
        match (indent, code) {
            (_, "" | "<?php") | (0, "}") | (4, "{") => Ok(()),
            (4, _) if code.starts_with("//") => Ok(()),
            (4, "}") => {
                self.class = None;
                Ok(())
            }
            (0, _) => {
                let name = code.strip_prefix("namespace").context("no namespace")?;
                let name = name.strip_suffix('{').context("no brace")?;
                self.namespace = name.trim().to_owned();
                Ok(())
            }
            (4, _) => self.top(indent, code, rest),
            (8, _) => {
                let class = self.class.clone().context("a member outside any type")?;
                let key = format!("{class}::{}", member_name(code)?);
                self.add(key, whole(indent, code, rest)?)
            }
            _ => bail!("unexpected indentation"),
        }
    }

    /// A function or the head of a type.
    fn top<'t>(
        &mut self,
        indent: usize,
        code: &str,
        rest: &mut impl FnMut() -> Option<&'t str>,
    ) -> Result<()> {
        if code.starts_with("function ") {
            let key = self.qualified(&member_name(code)?);
            return self.add(key, whole(indent, code, rest)?);
        }
        let mut words = code.split_whitespace();
        words
            .find(|word| ["class", "interface", "enum"].contains(word))
            .context("not a declaration")?;
        let name = words.next().context("no name")?.trim_end_matches(':');
        let key = self.qualified(name);
        let head = code.strip_suffix(" {}");
        self.class = head.is_none().then(|| key.clone());
        self.add(key, head.unwrap_or(code).to_owned())
    }

    fn qualified(&self, name: &str) -> String {
        if self.namespace.is_empty() {
            name.to_owned()
        } else {
            format!("{}\\{name}", self.namespace)
        }
    }

    fn add(&mut self, key: String, declaration: String) -> Result<()> {
        let entry = Entry {
            comment: self.comment.take(),
            declaration,
        };
        if self.entries.insert(key, entry).is_some() {
            bail!("is there twice");
        }
        Ok(())
    }
}

/// A comment from its first line to its end, every line unindented.
fn comment<'t>(first: &str, rest: &mut impl FnMut() -> Option<&'t str>) -> Result<String> {
    let mut text = first.to_owned();
    while !text.ends_with("*/") {
        text.push('\n');
        text.push_str(rest().context("the comment does not end")?.trim());
    }
    Ok(text)
}

fn is_empty(comment: &str) -> bool {
    comment
        .chars()
        .all(|c| c == '/' || c == '*' || c.is_whitespace())
}

/// A declaration from its first line to its end; a function may have a line per parameter.
fn whole<'t>(
    indent: usize,
    first: &str,
    rest: &mut impl FnMut() -> Option<&'t str>,
) -> Result<String> {
    let mut text = first.to_owned();
    while !text.ends_with(';') && !text.ends_with(" {}") {
        let line = rest().context("the declaration does not end")?;
        text.push('\n');
        text.push_str(line.get(indent..).unwrap_or_default());
    }
    Ok(text)
}

/// `m()`, `$p` or `CASE`.
fn member_name(code: &str) -> Result<String> {
    if let Some((_, function)) = code.split_once("function ") {
        let (name, _) = function.split_once('(').context("no parenthesis")?;
        return Ok(format!("{}()", name.trim_start_matches('&')));
    }
    let code = code.strip_suffix(';').context("no semicolon")?;
    let (name, _) = code.split_once(" = ").unwrap_or((code, ""));
    let name = name.rsplit(' ').next().context("no name")?;
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_member_has_its_name() {
        for (code, name) in [
            ("public static function now(): CpuSnapshot {}", "now()"),
            ("public readonly int $wallNs;", "$wallNs"),
            ("protected $message = '';", "$message"),
            ("case SIGHUP = 1;", "SIGHUP"),
            ("case ACTIVE;", "ACTIVE"),
            ("public const LIMIT = ' = ';", "LIMIT"),
        ] {
            assert_eq!(member_name(code).expect(code), name);
        }
    }

    #[test]
    fn a_comment_belongs_to_the_next_declaration_only() {
        let text = "<?php\n\n/** The file. */\n\nnamespace A {\n    /** One. */\n    \
                    class B {}\n\n    class C {}\n}\n";
        let entries = read(text).expect("a stub");
        assert_eq!(entries["A\\B"].comment.as_deref(), Some("/** One. */"));
        assert_eq!(entries["A\\C"].comment, None);
    }

    #[test]
    fn what_is_laid_out_in_another_way_is_refused() {
        for text in [
            "namespace A {\n    function f(\n",
            "namespace A {\n    /** no end\n",
            "namespace A {\n        public $p;\n}\n",
            "namespace A {\n    class B {}\n    class B {}\n}\n",
            "function f() {}\n",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
