//! What the extension declares, asked of a PHP that has loaded it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::interpreter::Interpreter;
use crate::{paths, process};

/// Prints the records that [`parse`] reads.
const SCRIPT: &str = "xtask/src/stubs/reflect.php";

/// One namespace of the extension.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    /// Empty for the global one.
    pub(super) name: String,
    /// What PHP has no syntax for.
    pub(super) remarks: Vec<String>,
    pub(super) functions: Vec<Declaration>,
    pub(super) types: Vec<Type>,
}

/// A class, interface or enum.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    /// Everything before the brace.
    pub(super) head: String,
    pub(super) members: Vec<Declaration>,
}

/// A function, method, property, constant or case.
#[derive(Debug)]
pub(super) struct Declaration {
    /// As it is told apart from the others: `name()`, `$name` or `NAME`.
    pub(super) name: String,
    /// Everything before the parameters, the parenthesis included; else all of it.
    pub(super) head: String,
    pub(super) parameters: Vec<String>,
    /// Everything after the parameters.
    pub(super) tail: String,
}

/// Loads the module and reads all its declarations.
///
/// # Errors
/// When PHP cannot be run or does not load the module.
pub(super) fn reflect(php: &Interpreter, so: &Path) -> Result<Vec<Namespace>> {
    let mut extension = std::ffi::OsString::from("extension=");
    extension.push(so);
    let mut command = Command::new(&php.php);
    command.arg("-n");
    // Its classes get members of ours. Elsewhere it is built in.
    if php.extension_dir.join("pdo.so").is_file() {
        command.args(["-d", "extension=pdo"]);
    }
    command.arg("-d").arg(extension);
    parse(&process::capture(command.arg(paths::root().join(SCRIPT)))?)
}

/// Reads records as `reflect.php` describes them.
///
/// # Errors
/// When a line is not such a record.
pub(super) fn parse(records: &str) -> Result<Vec<Namespace>> {
    let mut namespaces: Vec<Namespace> = Vec::new();
    for line in records.lines() {
        record(&mut namespaces, line).with_context(|| format!("not a record: {line:?}"))?;
    }
    if namespaces.is_empty() {
        bail!("reflection found nothing");
    }
    Ok(namespaces)
}

fn record(namespaces: &mut Vec<Namespace>, line: &str) -> Result<()> {
    let mut fields = line.split('\t').map(str::to_owned);
    let kind = fields.next().context("no kind")?;
    let name = fields.next().context("no name")?;
    if kind == "namespace" {
        namespaces.push(Namespace {
            name,
            ..Namespace::default()
        });
        return Ok(());
    }
    let namespace = namespaces.last_mut().context("outside any namespace")?;
    if kind == "remark" {
        namespace.remarks.push(name);
        return Ok(());
    }
    let head = fields.next().context("no declaration")?;
    if kind == "class" {
        namespace.types.push(Type {
            name,
            head,
            members: Vec::new(),
        });
        return Ok(());
    }
    let tail = fields.next().unwrap_or_default();
    let name = match kind.as_str() {
        "function" | "method" => format!("{name}()"),
        "case" | "constant" | "property" => name,
        _ => bail!("unknown kind"),
    };
    let declaration = Declaration {
        name,
        head,
        parameters: fields.collect(),
        tail,
    };
    match kind.as_str() {
        "function" => &mut namespace.functions,
        _ => {
            let open = namespace.types.last_mut();
            &mut open.context("a member outside any type")?.members
        }
    }
    .push(declaration);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn records_become_namespaces_types_and_members() {
        let text = "namespace\t\nremark\tmore\nnamespace\tA\nfunction\tf\tfunction f(\t) {}\t$a\t$b\n\
                    class\tE\tenum E: int\ncase\tONE\tcase ONE = 1;\n";
        let namespaces = parse(text).expect("records");
        assert_eq!(namespaces[0].remarks, ["more"]);
        assert_eq!(namespaces[1].functions[0].name, "f()");
        assert_eq!(namespaces[1].functions[0].parameters, ["$a", "$b"]);
        assert_eq!(namespaces[1].types[0].members[0].head, "case ONE = 1;");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "class\tA\tclass A", "namespace\tA\nwhat\tx\ty", "what"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }
}
