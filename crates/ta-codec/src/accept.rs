//! `Accept-Encoding` (RFC 9110 §12.5.3): which content coding a client takes, and which it
//! likes best. Coding itself happens elsewhere.
//!
//! ```
//! use ta_codec::accept::{AcceptEncoding, Coding};
//!
//! let accept = AcceptEncoding::parse(Some(b"gzip, br;q=0.9, *;q=0"));
//! assert_eq!(accept.best(&[Coding::Zstd, Coding::Brotli, Coding::Gzip]), Coding::Gzip);
//! assert!(!accept.accepts(Coding::Zstd));
//! ```

use crate::syntax::{before_parameters, is_token, list, trim};

/// A content coding (RFC 9110 §8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// `zstd` (RFC 8878).
    Zstd,
    /// `br` (RFC 7932).
    Brotli,
    /// `gzip`, also known as `x-gzip` (RFC 1952).
    Gzip,
    /// None.
    Identity,
}

impl Coding {
    /// All of them but [`Identity`](Self::Identity), the one we like best first.
    pub const PREFERRED: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// The name of the coding, as `Content-Encoding` has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The coding of this name, which compares without regard to case.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Self> {
        if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") {
            Some(Self::Gzip)
        } else if name.eq_ignore_ascii_case(b"br") {
            Some(Self::Brotli)
        } else if name.eq_ignore_ascii_case(b"zstd") {
            Some(Self::Zstd)
        } else if name.eq_ignore_ascii_case(b"identity") {
            Some(Self::Identity)
        } else {
            None
        }
    }
}

/// What an `Accept-Encoding` says of the codings we know: weights in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AcceptEncoding {
    /// By [`Coding`]; `None` where it is not named.
    named: [Option<u16>; 4],
    /// Of `*`.
    others: Option<u16>,
}

impl AcceptEncoding {
    /// Reads the value of the field, joined if it was repeated; `None` when there is none,
    /// which we take as a wish for no coding, like an empty one. Malformed elements are left
    /// out; of contradicting ones the last counts.
    #[must_use]
    pub fn parse(field: Option<&[u8]>) -> Self {
        let mut accept = Self::default();
        for element in list(field.unwrap_or_default()) {
            let name = before_parameters(element);
            let Some(weight) = weight(element) else {
                continue;
            };
            if name == b"*" {
                accept.others = Some(weight);
            } else if is_token(name)
                && let Some(coding) = Coding::named(name)
            {
                accept.named[coding as usize] = Some(weight);
            }
        }
        accept
    }

    /// The weight of a coding, 0 to 1000; 0 is a refusal. Identity is acceptable unless
    /// refused by name or by `*` (RFC 9110 §12.5.3).
    #[must_use]
    pub const fn weight(&self, coding: Coding) -> u16 {
        match (self.named[coding as usize], self.others) {
            (Some(weight), _) | (None, Some(weight)) => weight,
            (None, None) if matches!(coding, Coding::Identity) => 1,
            (None, None) => 0,
        }
    }

    /// Whether the client takes `coding`.
    #[must_use]
    pub const fn accepts(&self, coding: Coding) -> bool {
        self.weight(coding) > 0
    }

    /// The coding of `offered` with the highest weight, the first of equal ones. Identity when
    /// none is acceptable, even if that is not either (406 would help nobody), or when the
    /// client names it and likes it better.
    #[must_use]
    pub fn best(&self, offered: &[Coding]) -> Coding {
        let mut best = (Coding::Identity, 0);
        for &coding in offered {
            let weight = self.weight(coding);
            if weight > best.1 {
                best = (coding, weight);
            }
        }
        match self.named[Coding::Identity as usize] {
            Some(identity) if identity > best.1 => Coding::Identity,
            _ => best.0,
        }
    }
}

/// The weight of an element (RFC 9110 §12.4.2), 1000 without one; `None` when what follows
/// the name is something else.
fn weight(element: &[u8]) -> Option<u16> {
    let Some(semicolon) = memchr::memchr(b';', element) else {
        return Some(1000);
    };
    let parameter = trim(&element[semicolon + 1..]);
    let value = parameter
        .strip_prefix(b"q=")
        .or_else(|| parameter.strip_prefix(b"Q="))?;
    // qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
    let (whole, fraction) = match value {
        [whole @ (b'0' | b'1')] => (whole, &[][..]),
        [whole @ (b'0' | b'1'), b'.', fraction @ ..] => (whole, fraction),
        _ => return None,
    };
    if fraction.len() > 3 || !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let thousandths = (0..3).fold(u16::from(whole - b'0'), |sum, place| {
        sum * 10
            + fraction
                .get(place)
                .map_or(0, |digit| u16::from(digit - b'0'))
    });
    (thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(field: &str) -> Coding {
        AcceptEncoding::parse(Some(field.as_bytes())).best(&Coding::PREFERRED)
    }

    #[test]
    fn without_a_wish_there_is_no_coding() {
        assert_eq!(
            AcceptEncoding::parse(None).best(&Coding::PREFERRED),
            Coding::Identity
        );
        assert_eq!(best(""), Coding::Identity);
        assert_eq!(best(" , "), Coding::Identity);
        assert_eq!(best("deflate, compress"), Coding::Identity);
    }

    #[test]
    fn the_highest_weight_wins_and_our_order_breaks_ties() {
        for (field, expected) in [
            ("gzip, deflate, br, zstd", Coding::Zstd),
            ("gzip, deflate, br", Coding::Brotli),
            ("gzip;q=1.0, br;q=0.5", Coding::Gzip),
            ("br;q=0.001, gzip;q=0.002", Coding::Gzip),
            ("X-GZIP", Coding::Gzip),
            ("*", Coding::Zstd),
            ("*, zstd;q=0", Coding::Brotli),
            ("zstd;q=0.5, *;q=0.1", Coding::Zstd),
            ("gzip;q=0.5, *;q=0.7", Coding::Zstd),
            ("gzip;q=0", Coding::Identity),
            ("gzip, *;q=0", Coding::Gzip),
            ("identity;q=0", Coding::Identity),
            ("identity;q=0, *;q=0", Coding::Identity),
        ] {
            assert_eq!(best(field), expected, "{field}");
        }
    }

    #[test]
    fn identity_wins_when_named_with_a_higher_weight() {
        assert_eq!(best("identity, gzip;q=0.5"), Coding::Identity);
        assert_eq!(best("identity;q=0.5, gzip"), Coding::Gzip);
        assert_eq!(best("identity, gzip"), Coding::Gzip);
    }

    #[test]
    fn only_what_is_offered_is_chosen() {
        let accept = AcceptEncoding::parse(Some(b"br, gzip;q=0.5"));
        assert_eq!(accept.best(&[Coding::Gzip]), Coding::Gzip);
        assert_eq!(accept.best(&[Coding::Zstd]), Coding::Identity);
        assert_eq!(accept.best(&[]), Coding::Identity);
    }

    #[test]
    fn weights_are_read_to_the_letter() {
        // RFC 9110 §12.4.2.
        let weight = |text: &str| {
            let field = format!("gzip{text}");
            AcceptEncoding::parse(Some(field.as_bytes())).named[Coding::Gzip as usize]
        };
        for (text, expected) in [
            ("", 1000),
            (";q=1", 1000),
            (";q=1.", 1000),
            (";q=1.000", 1000),
            (" ; Q=0.5", 500),
            (";q=0.123", 123),
            (";q=0.", 0),
            (";q=0", 0),
        ] {
            assert_eq!(weight(text), Some(expected), "{text}");
        }
        for bad in [
            ";",
            ";q",
            ";q=",
            ";q=2",
            ";q=1.001",
            ";q=0.1234",
            ";q=.5",
            ";q=-1",
            ";q=0.5;x",
            ";x=1",
            ";q = 1",
            ";q=\"1\"",
        ] {
            assert_eq!(weight(bad), None, "{bad}");
        }
    }

    #[test]
    fn malformed_elements_are_left_out_and_the_last_of_two_counts() {
        assert_eq!(best("gzip;q=x, br"), Coding::Brotli);
        assert_eq!(best("g zip, br;q=0.1"), Coding::Brotli);
        assert_eq!(best("gzip;q=0, gzip"), Coding::Gzip);
        assert_eq!(best("gzip, gzip;q=0"), Coding::Identity);
    }

    #[test]
    fn identity_is_refused_only_by_name_or_star() {
        let accepts = |field: &[u8]| AcceptEncoding::parse(Some(field)).accepts(Coding::Identity);
        assert!(accepts(b""));
        assert!(accepts(b"gzip"));
        assert!(accepts(b"*;q=0, identity;q=0.1"));
        assert!(!accepts(b"identity;q=0"));
        assert!(!accepts(b"*;q=0"));
    }

    #[test]
    fn names_and_codings_correspond() {
        for coding in Coding::PREFERRED.into_iter().chain([Coding::Identity]) {
            assert_eq!(Coding::named(coding.name().as_bytes()), Some(coding));
        }
    }
}
