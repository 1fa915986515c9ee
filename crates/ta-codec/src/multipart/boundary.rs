//! The boundary, out of the `Content-Type` of a request.

use crate::syntax::{before_parameters, parameters};

/// RFC 2046 §5.1.1: boundaries have no more than 70 characters.
const LONGEST: usize = 70;

/// The text that separates the parts of one body: 1 to 70 visible ASCII characters or spaces,
/// no space at the end. RFC 2046 permits fewer characters; senders do not keep to it, and
/// none of the others can be mistaken for a line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary(Vec<u8>);

/// Why a `Content-Type` of form data has no usable boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum BoundaryError {
    /// There is no boundary parameter.
    #[error("client sent multipart form data without boundary")]
    Missing,
    /// The boundary is empty.
    #[error("client sent an empty multipart boundary")]
    Empty,
    /// The boundary is longer than the 70 characters of RFC 2046 §5.1.1.
    #[error("client sent a multipart boundary of more than 70 characters")]
    TooLong,
    /// The boundary holds a character it must not, or ends in a space.
    #[error("client sent a multipart boundary with a forbidden character")]
    Character,
    /// There are two boundary parameters: somebody hopes that two readers choose differently.
    #[error("client sent more than one multipart boundary")]
    Repeated,
}

impl Boundary {
    /// The boundary of a request whose `Content-Type` is `content_type`; `Ok(None)` when that
    /// is not `multipart/form-data`.
    ///
    /// # Errors
    /// The type is right and the boundary is not. There is no telling parts then; a body may
    /// still be of use as it is.
    pub fn of(content_type: &[u8]) -> Result<Option<Self>, BoundaryError> {
        if !before_parameters(content_type).eq_ignore_ascii_case(b"multipart/form-data") {
            return Ok(None);
        }
        let mut boundaries =
            parameters(content_type).filter(|p| p.name.eq_ignore_ascii_case(b"boundary"));
        let boundary = boundaries.next().ok_or(BoundaryError::Missing)?;
        if boundaries.next().is_some() {
            return Err(BoundaryError::Repeated);
        }
        Self::new(&boundary.value.get()).map(Some)
    }

    /// A boundary of this text.
    ///
    /// # Errors
    /// The text cannot be a boundary.
    pub fn new(text: &[u8]) -> Result<Self, BoundaryError> {
        let Some(last) = text.last() else {
            return Err(BoundaryError::Empty);
        };
        if text.len() > LONGEST {
            return Err(BoundaryError::TooLong);
        }
        if *last == b' ' || !text.iter().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(BoundaryError::Character);
        }
        Ok(Self(text.to_vec()))
    }

    /// The text, without the dashes in front of it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content_type: &str) -> Result<Option<String>, BoundaryError> {
        Boundary::of(content_type.as_bytes())
            .map(|found| found.map(|Boundary(text)| String::from_utf8(text).unwrap()))
    }

    #[test]
    fn a_boundary_may_be_quoted_or_not() {
        for (content_type, expected) in [
            ("multipart/form-data; boundary=abc", "abc"),
            ("Multipart/Form-Data;BOUNDARY=abc", "abc"),
            (
                "multipart/form-data; charset=utf-8; boundary=\"a b:c\"",
                "a b:c",
            ),
            // What Java's mail library sends, against the grammar.
            (
                "multipart/form-data; boundary=----=_Part_1_2.3",
                "----=_Part_1_2.3",
            ),
            ("multipart/form-data; boundary=a; charset=utf-8", "a"),
        ] {
            assert_eq!(of(content_type), Ok(Some(expected.to_owned())));
        }
    }

    #[test]
    fn other_types_have_no_boundary() {
        for other in [
            "",
            "text/plain; boundary=a",
            "multipart/form-datas; boundary=a",
            "multipart/mixed; boundary=a",
            "application/x-www-form-urlencoded",
        ] {
            assert_eq!(of(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn unusable_boundaries_say_why() {
        // RFC 2046 §5.1.1: 1 to 70 characters, not ending in white space.
        let form = |boundary: &str| of(&format!("multipart/form-data; boundary={boundary}"));
        assert_eq!(of("multipart/form-data"), Err(BoundaryError::Missing));
        assert_eq!(form(""), Err(BoundaryError::Empty));
        assert_eq!(form("\"\""), Err(BoundaryError::Empty));
        assert_eq!(form(&"a".repeat(71)), Err(BoundaryError::TooLong));
        assert_eq!(form(&"a".repeat(70)), Ok(Some("a".repeat(70))));
        assert_eq!(form("\"a \""), Err(BoundaryError::Character));
        assert_eq!(form("a\x7f"), Err(BoundaryError::Character));
        assert_eq!(form("\u{e9}"), Err(BoundaryError::Character));
        assert_eq!(form("a; boundary=b"), Err(BoundaryError::Repeated));
        for line_end in [&b"a\nb"[..], b"a\rb", b"a\0b"] {
            assert_eq!(Boundary::new(line_end), Err(BoundaryError::Character));
        }
    }
}
