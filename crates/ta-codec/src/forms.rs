//! `application/x-www-form-urlencoded` and the names PHP gives to variables: what `a[b][]=1`
//! means, in queries, forms and the field names of multipart bodies alike. Nothing is built
//! here: a caller is told where a value goes, step by step, and decodes it right into its own
//! memory.
//!
//! ```
//! use ta_codec::forms::{Key, Limits, Step, Variables};
//!
//! let mut variables = Variables::new(b"user.name[0]=J%C3%BCrgen+S", Limits::default());
//! let variable = variables.next_variable().unwrap().unwrap();
//! assert_eq!(
//!     variable.path.collect::<Vec<_>>(),
//!     [Step::Enter(Key::Named(b"user_name")), Step::Assign(Key::Named(b"0"))]
//! );
//! assert_eq!(&*variable.value.decode(), "Jürgen S".as_bytes());
//! assert!(variables.next_variable().unwrap().is_none());
//! ```

mod encoded;
mod path;

pub use encoded::Encoded;
pub use path::{Key, Path, Step};

/// Bounds on what one query or form may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most variables (PHP's `max_input_vars`); [`Error::TooManyVariables`] beyond.
    /// Default 1000.
    pub variables: usize,
    /// Most brackets in a name (PHP's `max_input_nesting_level`); a deeper one ends in
    /// [`Step::Remove`]. Default 64.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            variables: 1000,
            depth: 64,
        }
    }
}

/// Why reading stopped early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There are more variables than [`Limits::variables`]. PHP keeps those before, ignores
    /// the others and warns.
    #[error("client sent more than {0} variables")]
    TooManyVariables(usize),
}

/// The variables of a query or an urlencoded form, in order.
#[derive(Clone, Debug)]
pub struct Variables<'a> {
    rest: &'a [u8],
    limits: Limits,
    seen: usize,
    /// The current name, decoded.
    name: Vec<u8>,
}

/// One variable.
#[derive(Clone, Debug)]
pub struct Variable<'n, 'a> {
    /// Where the value goes.
    pub path: Path<'n>,
    /// The value as it was sent.
    pub value: Encoded<'a>,
}

impl<'a> Variables<'a> {
    /// The variables in `input`: a query without its `?`, or a body.
    #[must_use]
    pub const fn new(input: &'a [u8], limits: Limits) -> Self {
        Self {
            rest: input,
            limits,
            seen: 0,
            name: Vec::new(),
        }
    }

    /// The next variable; `None` after the last. Between two `&` there may be nothing. A name
    /// without `=` has an empty value; a variable without a name counts, but leads nowhere.
    ///
    /// # Errors
    /// There are too many.
    pub fn next_variable(&mut self) -> Result<Option<Variable<'_, 'a>>, Error> {
        let Some((name, value)) = self.next_pair() else {
            return Ok(None);
        };
        if self.seen == self.limits.variables {
            self.rest = &[];
            return Err(Error::TooManyVariables(self.limits.variables));
        }
        self.seen += 1;
        self.name.clear();
        name.append_to(&mut self.name);
        Ok(Some(Variable {
            path: Path::new(&mut self.name, self.limits.depth),
            value,
        }))
    }

    fn next_pair(&mut self) -> Option<(Encoded<'a>, Encoded<'a>)> {
        while !self.rest.is_empty() {
            let (pair, rest) = split(self.rest, b'&');
            self.rest = rest;
            if !pair.is_empty() {
                let (name, value) = split(pair, b'=');
                return Some((Encoded::new(name), Encoded::new(value)));
            }
        }
        None
    }
}

/// What is before the first `separator` and what is behind it.
fn split(bytes: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match memchr::memchr(separator, bytes) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::forms::{Tree, parse};

    fn text(value: &str) -> Tree {
        Tree::Text(value.as_bytes().to_vec())
    }

    #[test]
    fn later_duplicates_win_where_the_first_stood() {
        let table = parse(b"a=1&b=2&a=3", Limits::default());
        assert_eq!(
            table.entries(),
            [("a", text("3")), ("b", text("2"))].map(|(name, value)| (name.to_owned(), value))
        );
    }

    #[test]
    fn pairs_may_lack_name_value_or_both() {
        let table = parse(b"&&a&=x&b=&=&c==d&", Limits::default());
        assert_eq!(
            table.entries(),
            [("a", text("")), ("b", text("")), ("c", text("=d"))]
                .map(|(name, value)| (name.to_owned(), value))
        );
    }

    #[test]
    fn separators_count_before_decoding() {
        let table = parse(b"a%26b%3Dc=d%26e", Limits::default());
        assert_eq!(table.entries(), [("a&b=c".to_owned(), text("d&e"))]);
    }

    #[test]
    fn too_many_variables_end_the_reading_and_keep_what_was_read() {
        let limits = Limits {
            variables: 2,
            ..Limits::default()
        };
        let mut variables = Variables::new(b"a=1&=2&c=3&d=4", limits);
        assert!(variables.next_variable().unwrap().is_some());
        assert!(variables.next_variable().unwrap().is_some());
        let error = variables.next_variable().map(|_| ()).unwrap_err();
        assert_eq!(error, Error::TooManyVariables(2));
        assert!(variables.next_variable().unwrap().is_none());
        let mut variables = Variables::new(b"a=1&b=2&", limits);
        while variables.next_variable().unwrap().is_some() {}
    }
}
