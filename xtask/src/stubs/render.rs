//! The layout of a stub file: declarations in order, each below its comment.

use std::collections::BTreeMap;

use super::reflection::{Declaration, Namespace, Type};
use super::stub::Entry;

/// Longer declarations get a line per parameter.
const COLUMNS: usize = 120;

const OPENING: &str = "<?php

/**
 * Stub of the extension true_async_server for IDEs and static analysers; never loaded.
 *
 * Declarations are written by `cargo xtask stubs --write`, from what the extension
 * declares. The comments are written by people, here, and survive it.
 */
";

/// A declaration under the key it has in [`super::stub::read`], its lines joined by a newline.
pub(super) struct Keyed {
    pub(super) key: String,
    pub(super) text: String,
}

/// Everything a namespace declares, types included.
pub(super) fn declarations(namespace: &Namespace) -> Vec<Keyed> {
    let mut all = Vec::new();
    for function in &namespace.functions {
        all.push(Keyed {
            key: qualified(&namespace.name, &function.name),
            text: lines(function, 4).join("\n"),
        });
    }
    for one in &namespace.types {
        let key = qualified(&namespace.name, &one.name);
        for member in &one.members {
            all.push(Keyed {
                key: format!("{key}::{}", member.name),
                text: lines(member, 8).join("\n"),
            });
        }
        all.push(Keyed {
            key,
            text: one.head.clone(),
        });
    }
    all
}

/// A whole file, with the comments of the entries that have one.
pub(super) fn render(namespaces: &[Namespace], entries: &BTreeMap<String, Entry>) -> String {
    let mut page = Page {
        text: OPENING.to_owned(),
        entries,
    };
    for namespace in namespaces {
        page.namespace(namespace);
    }
    page.text
}

struct Page<'e> {
    text: String,
    entries: &'e BTreeMap<String, Entry>,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    fn comment(&mut self, indent: usize, key: &str) {
        let entry = self.entries.get(key);
        let Some(comment) = entry.and_then(|entry| entry.comment.as_ref()) else {
            return;
        };
        for line in comment.lines() {
            // The stars of a long comment stand below the first one.
            let indent = indent + usize::from(line.starts_with('*'));
            self.line(indent, line);
        }
    }

    fn namespace(&mut self, namespace: &Namespace) {
        let space = if namespace.name.is_empty() { "" } else { " " };
        self.line(0, "");
        self.line(0, &format!("namespace{space}{} {{", namespace.name));
        let mut first = true;
        let mut gap = |page: &mut Self| {
            if !std::mem::take(&mut first) {
                page.line(0, "");
            }
        };
        for remark in &namespace.remarks {
            gap(self);
            self.line(4, &format!("// {remark}"));
        }
        for function in &namespace.functions {
            gap(self);
            self.declaration(4, &qualified(&namespace.name, &function.name), function);
        }
        for one in &namespace.types {
            gap(self);
            self.class(&qualified(&namespace.name, &one.name), one);
        }
        self.line(0, "}");
    }

    fn class(&mut self, key: &str, one: &Type) {
        self.comment(4, key);
        if one.members.is_empty() {
            self.line(4, &format!("{} {{}}", one.head));
            return;
        }
        self.line(4, &one.head);
        self.line(4, "{");
        for (number, member) in one.members.iter().enumerate() {
            // Cases and properties may stand close to each other, methods may not.
            if number > 0 && member.name.ends_with("()") {
                self.line(0, "");
            }
            self.declaration(8, &format!("{key}::{}", member.name), member);
        }
        self.line(4, "}");
    }

    fn declaration(&mut self, indent: usize, key: &str, declaration: &Declaration) {
        self.comment(indent, key);
        for line in lines(declaration, indent) {
            self.line(indent, &line);
        }
    }
}

fn qualified(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}\\{name}")
    }
}

/// One line, or one per parameter when it would be too long at this indentation.
fn lines(declaration: &Declaration, indent: usize) -> Vec<String> {
    let Declaration {
        head,
        parameters,
        tail,
        ..
    } = declaration;
    let line = format!("{head}{}{tail}", parameters.join(", "));
    if parameters.is_empty() || indent + line.chars().count() <= COLUMNS {
        return vec![line];
    }
    let mut lines = vec![head.clone()];
    lines.extend(parameters.iter().map(|one| format!("    {one},")));
    lines.push(tail.clone());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stubs::{reflection, stub};

    #[test]
    fn what_is_rendered_is_read_back_with_every_comment() {
        let long = format!("string ${}", "a".repeat(120));
        let records = format!(
            "namespace\t\nremark\tmore\nclass\tR\tclass R\nnamespace\tA\n\
             function\tf\tfunction f(\t): void {{}}\t{long}\tint $b\n\
             class\tI\tinterface I\nmethod\tm\tpublic function m(\t): int;\n\
             class\tE\tenum E: int\ncase\tONE\tcase ONE = 1;\ncase\tTWO\tcase TWO = 2;\n\
             class\tC\tclass C\nproperty\t$p\tpublic ?int $p = null;\n"
        );
        let namespaces = reflection::parse(&records).expect("records");
        let bare = render(&namespaces, &BTreeMap::new());
        let mut entries = stub::read(&bare).expect("our own layout");
        assert_eq!(entries.len(), 9);
        for (key, entry) in &mut entries {
            assert_eq!(entry.comment, None);
            entry.comment = Some(format!("/**\n* About {key}.\n*/"));
        }
        let full = render(&namespaces, &entries);
        assert_eq!(stub::read(&full).expect("our own layout"), entries);
        for one in namespaces.iter().flat_map(declarations) {
            assert_eq!(entries[&one.key].declaration, one.text, "{}", one.key);
        }
        assert!(full.contains("    /**\n     * About A\\f().\n     */\n    function f(\n"));
        assert!(
            full.contains("\n        int $b,\n    ): void {}\n"),
            "{full}"
        );
    }
}
