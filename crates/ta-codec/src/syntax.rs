//! The grammar that header fields share: tokens, blanks, lists, parameters, numbers. Nothing
//! here knows which field it reads.

use std::borrow::Cow;

/// `tchar` (RFC 9110 §5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Whether `bytes` is a non-empty token (RFC 9110 §5.6.2).
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().copied().all(is_token_byte)
}

pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// `value` without spaces and tabs around it.
pub(crate) fn trim(mut value: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = value
        && is_blank(*first)
    {
        value = rest;
    }
    while let [rest @ .., last] = value
        && is_blank(*last)
    {
        value = rest;
    }
    value
}

/// The elements of a comma-separated list without quoted strings, trimmed, empty ones left
/// out (RFC 9110 §5.6.1.2).
pub(crate) fn list(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value
        .split(|&byte| byte == b',')
        .map(trim)
        .filter(|element| !element.is_empty())
}

/// The value of `digits`, `u64::MAX` where it does not fit; `None` unless all are digits and
/// there is one.
pub(crate) fn saturating_number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0u64, |number, digit| {
        number
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    }))
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn hex_pair(high: u8, low: u8) -> Option<u8> {
    let high = char::from(high).to_digit(16)?;
    let low = char::from(low).to_digit(16)?;
    // Two digits of four bits make eight.
    Some((high << 4 | low) as u8)
}

/// The part of a field value before its parameters, trimmed.
pub(crate) fn before_parameters(value: &[u8]) -> &[u8] {
    let end = memchr::memchr(b';', value).unwrap_or(value.len());
    trim(&value[..end])
}

/// The parameters of a field value, as lenient as senders of forms require: blanks around
/// `=`, values that are no tokens, quotes that never close.
pub(crate) fn parameters(value: &[u8]) -> Parameters<'_> {
    let start = memchr::memchr(b';', value).unwrap_or(value.len());
    Parameters {
        rest: &value[start..],
    }
}

/// See [`parameters`].
#[derive(Clone, Debug)]
pub(crate) struct Parameters<'a> {
    rest: &'a [u8],
}

/// One `name=value`; the name compares without regard to case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) value: ParameterValue<'a>,
}

/// The value of a parameter as it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParameterValue<'a> {
    /// What stands between the quotes, or the bare word.
    raw: &'a [u8],
    /// It was in quotes and holds a backslash.
    escaped: bool,
}

impl<'a> ParameterValue<'a> {
    /// The value with its quoted pairs resolved. A backslash escapes a quote and itself and
    /// stands for itself before anything else: browsers do not escape it, and RFC 9110 §5.6.4
    /// applied to `C:\dir\a.txt` would eat the separators.
    pub(crate) fn get(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut value = Vec::with_capacity(self.raw.len());
        let mut bytes = self.raw.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            let pair = (byte == b'\\')
                .then(|| bytes.next_if(|&next| next == b'\\' || next == b'"'))
                .flatten();
            value.push(pair.unwrap_or(byte));
        }
        Cow::Owned(value)
    }
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Parameter<'a>;

    fn next(&mut self) -> Option<Parameter<'a>> {
        loop {
            let start = self
                .rest
                .iter()
                .position(|&byte| byte != b';' && !is_blank(byte))?;
            let rest = &self.rest[start..];
            let name_end = memchr::memchr2(b'=', b';', rest).unwrap_or(rest.len());
            let name = trim(&rest[..name_end]);
            let Some((b'=', rest)) = rest[name_end..].split_first() else {
                // A word without a value tells nothing.
                self.rest = &rest[name_end..];
                continue;
            };
            let value = self.value(trim_start(rest));
            return Some(Parameter { name, value });
        }
    }
}

impl<'a> Parameters<'a> {
    /// Reads a value at the start of `rest` and moves behind it.
    fn value(&mut self, rest: &'a [u8]) -> ParameterValue<'a> {
        let Some((b'"', quoted)) = rest.split_first() else {
            let end = memchr::memchr(b';', rest).unwrap_or(rest.len());
            self.rest = &rest[end..];
            let word = rest[..end].iter().position(|&byte| is_blank(byte));
            return ParameterValue {
                raw: &rest[..word.unwrap_or(end)],
                escaped: false,
            };
        };
        let mut escaped = false;
        let mut at = 0;
        loop {
            let Some(found) = memchr::memchr2(b'"', b'\\', &quoted[at..]) else {
                at = quoted.len();
                break;
            };
            at += found;
            if quoted[at] == b'"' {
                break;
            }
            escaped = true;
            let pair = matches!(quoted.get(at + 1), Some(b'"' | b'\\'));
            at += if pair { 2 } else { 1 };
        }
        let (raw, behind) = quoted.split_at(at);
        let end = memchr::memchr(b';', behind).unwrap_or(behind.len());
        self.rest = &behind[end..];
        ParameterValue { raw, escaped }
    }
}

fn trim_start(mut value: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = value
        && is_blank(*first)
    {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(value: &str) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        parameters(value.as_bytes())
            .map(|parameter| (text(parameter.name), text(&parameter.value.get())))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    #[test]
    fn parameters_are_found_quoted_or_not() {
        assert_eq!(
            all("form-data; name=\"a b\"; Filename = x.txt ;x"),
            pairs(&[("name", "a b"), ("Filename", "x.txt")])
        );
        assert_eq!(all("a"), pairs(&[]));
        assert_eq!(all("a;;; ;b=;c"), pairs(&[("b", "")]));
        assert_eq!(all("a; b=\"\"; c=1"), pairs(&[("b", ""), ("c", "1")]));
    }

    #[test]
    fn a_semicolon_in_quotes_ends_nothing() {
        assert_eq!(
            all("a; b=\"x; c=y\"; d=z"),
            pairs(&[("b", "x; c=y"), ("d", "z")])
        );
    }

    #[test]
    fn a_backslash_escapes_only_a_quote_and_itself() {
        // RFC 9110 §5.6.4, restricted as PHP and browsers have it.
        assert_eq!(
            all(r#"a; b="C:\dir\x.txt"; c="q\"uo\\te""#),
            pairs(&[("b", r"C:\dir\x.txt"), ("c", r#"q"uo\te"#)])
        );
        assert_eq!(
            all(r#"a; b="x\\"; c=1"#),
            pairs(&[("b", r"x\"), ("c", "1")])
        );
    }

    #[test]
    fn a_quote_that_never_closes_takes_the_rest() {
        assert_eq!(all("a; b=\"x; c=1"), pairs(&[("b", "x; c=1")]));
        assert_eq!(all("a; b=\""), pairs(&[("b", "")]));
        assert_eq!(all(r#"a; b="x\"; c=1"#), pairs(&[("b", "x\"; c=1")]));
        assert_eq!(all(r#"a; b="x\"#), pairs(&[("b", r"x\")]));
    }

    #[test]
    fn a_bare_word_ends_at_a_blank() {
        assert_eq!(
            all("a; b=my file.txt; c=\td"),
            pairs(&[("b", "my"), ("c", "d")])
        );
    }

    #[test]
    fn numbers_saturate_and_refuse_anything_but_digits() {
        assert_eq!(saturating_number(b"0042"), Some(42));
        assert_eq!(saturating_number(b"18446744073709551616"), Some(u64::MAX));
        for bad in [&b""[..], b"-1", b"+1", b"1 ", b"0x1"] {
            assert_eq!(saturating_number(bad), None);
        }
    }
}
