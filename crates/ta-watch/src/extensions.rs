//! Which files count, by the ends of their names.

use std::ffi::OsStr;

use crate::Change;

/// Bytes an extension may have, without its dot.
const LONGEST: usize = 15;

/// A list of file name extensions. Case does not matter; the empty list takes every
/// file.
#[derive(Clone, Debug, Default)]
pub struct Extensions(Vec<Vec<u8>>);

/// An extension is empty or has more than 15 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("extensions have 1 to {LONGEST} bytes")]
pub struct BadExtension;

impl Extensions {
    /// Adds an extension, given with or without its dot.
    ///
    /// # Errors
    /// It is empty or too long.
    pub fn add(&mut self, extension: &[u8]) -> Result<(), BadExtension> {
        let bare = extension.strip_prefix(b".").unwrap_or(extension);
        if bare.is_empty() || bare.len() > LONGEST {
            return Err(BadExtension);
        }
        self.0.push(bare.to_ascii_lowercase());
        Ok(())
    }

    /// Whether a change counts. One of which nobody knows what it is about does.
    pub fn take(&self, change: &Change) -> bool {
        self.0.is_empty() || change.name.as_deref().is_none_or(|name| self.has(name))
    }

    fn has(&self, name: &OsStr) -> bool {
        let name = name.as_encoded_bytes();
        self.0.iter().any(|extension| {
            name.len() > extension.len()
                && name[name.len() - extension.len() - 1] == b'.'
                && name[name.len() - extension.len()..].eq_ignore_ascii_case(extension)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(list: &[&str]) -> Extensions {
        let mut extensions = Extensions::default();
        for extension in list {
            extensions
                .add(extension.as_bytes())
                .expect("it is a good one");
        }
        extensions
    }

    fn named(name: &str) -> Change {
        Change {
            name: Some(name.into()),
            renamed: false,
            changed: true,
        }
    }

    #[test]
    fn the_empty_list_takes_everything() {
        assert!(of(&[]).take(&named("any")));
    }

    #[test]
    fn case_and_the_dot_do_not_matter() {
        let extensions = of(&[".PHP", "Twig"]);
        assert!(extensions.take(&named("src/a.php")));
        assert!(extensions.take(&named("b.html.TWIG")));
        assert!(!extensions.take(&named("c.phpt")));
        assert!(!extensions.take(&named("php")));
        assert!(!extensions.take(&named("xphp")));
    }

    #[test]
    fn an_unknown_change_is_always_taken() {
        assert!(of(&["php"]).take(&Change::UNKNOWN));
    }

    #[test]
    fn an_extension_has_one_to_fifteen_bytes() {
        let mut extensions = Extensions::default();
        assert_eq!(extensions.add(b"."), Err(BadExtension));
        assert_eq!(extensions.add(b""), Err(BadExtension));
        assert_eq!(extensions.add(b".123456789012345"), Ok(()));
        assert_eq!(extensions.add(b"1234567890123456"), Err(BadExtension));
    }
}
