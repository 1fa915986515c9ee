//! What the head of a part tells: its name, whether it is a file, of which type.

use std::borrow::Cow;

use super::Error;
use super::head::fields;
use crate::syntax::{before_parameters, hex_pair, parameters};

/// The head of a part (RFC 7578 §4.2, §4.4, §4.5). Names are as the client wrote them, with
/// quoted pairs resolved; what browsers percent-encode in them (`"`, CR and LF) stays encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartHead {
    name: Vec<u8>,
    named: bool,
    filename: Vec<u8>,
    is_file: bool,
    content_type: Vec<u8>,
    typed: bool,
}

impl PartHead {
    /// The name of the form field, not empty by necessity and in no particular encoding.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        &self.name
    }

    /// The name of the file as the client gave it: never a path to use unchecked. `Some` makes
    /// the part a file, be the name empty (no file was chosen) or not. `filename*` (RFC 8187,
    /// UTF-8 or ISO-8859-1) wins over `filename` and comes as UTF-8.
    #[must_use]
    pub fn filename(&self) -> Option<&[u8]> {
        self.is_file.then_some(&self.filename)
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> Option<&[u8]> {
        self.typed.then_some(&self.content_type)
    }

    /// The media type without parameters, as it was written.
    #[must_use]
    pub fn media_type(&self) -> Option<&[u8]> {
        self.content_type().map(before_parameters)
    }

    /// The `charset` parameter of the type.
    #[must_use]
    pub fn charset(&self) -> Option<Cow<'_, [u8]>> {
        parameters(self.content_type()?)
            .find(|parameter| parameter.name.eq_ignore_ascii_case(b"charset"))
            .map(|parameter| parameter.value.get())
    }

    /// Reads a head; says whether the part has a name. A field that comes again replaces the
    /// one before.
    pub(super) fn read(&mut self, lines: &[u8]) -> Result<bool, Error> {
        self.forget_disposition();
        self.typed = false;
        for field in fields(lines) {
            let field = field?;
            if field.name.eq_ignore_ascii_case(b"content-disposition") {
                self.read_disposition(&field.value);
            } else if field.name.eq_ignore_ascii_case(b"content-type") {
                replace(&mut self.content_type, &field.value);
                self.typed = true;
            }
        }
        Ok(self.named)
    }

    fn forget_disposition(&mut self) {
        self.name.clear();
        self.named = false;
        self.filename.clear();
        self.is_file = false;
    }

    fn read_disposition(&mut self, value: &[u8]) {
        self.forget_disposition();
        let mut extended = false;
        for parameter in parameters(value) {
            let value = parameter.value;
            if parameter.name.eq_ignore_ascii_case(b"name") {
                replace(&mut self.name, &value.get());
                self.named = true;
            } else if parameter.name.eq_ignore_ascii_case(b"filename") && !extended {
                replace(&mut self.filename, &value.get());
                self.is_file = true;
            } else if parameter.name.eq_ignore_ascii_case(b"filename*")
                && let Some(name) = extended_value(&value.get())
            {
                self.filename = name;
                self.is_file = true;
                extended = true;
            }
        }
    }
}

fn replace(target: &mut Vec<u8>, value: &[u8]) {
    target.clear();
    target.extend_from_slice(value);
}

/// `charset'language'percent-encoded` (RFC 8187 §3.2) as UTF-8; `None` when it is malformed or
/// in another charset, which recipients should ignore (§3.2.1).
fn extended_value(value: &[u8]) -> Option<Vec<u8>> {
    let mut parts = value.splitn(3, |&byte| byte == b'\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    let decoded = percent_decoded(text)?;
    if charset.eq_ignore_ascii_case(b"utf-8") {
        std::str::from_utf8(&decoded).ok()?;
        return Some(decoded);
    }
    if charset.eq_ignore_ascii_case(b"iso-8859-1") {
        // Every byte of ISO-8859-1 is the code point of the same number.
        let text: String = decoded.into_iter().map(char::from).collect();
        return Some(text.into_bytes());
    }
    None
}

/// `None` when a `%` is not followed by two hexadecimal digits.
fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            hex_pair(bytes.next()?, bytes.next()?)?
        } else {
            byte
        });
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> PartHead {
        let mut part = PartHead::default();
        part.read(lines.as_bytes()).unwrap();
        part
    }

    fn disposition(value: &str) -> PartHead {
        read(&format!("Content-Disposition: {value}\r\n"))
    }

    fn filename(value: &str) -> Option<String> {
        let part = disposition(&format!("form-data; name=a; {value}"));
        part.filename()
            .map(|name| String::from_utf8_lossy(name).into_owned())
    }

    #[test]
    fn a_filename_makes_a_file_even_when_empty() {
        assert_eq!(filename("x=y"), None);
        assert_eq!(filename("filename=\"\"").as_deref(), Some(""));
        assert_eq!(filename("filename=\"a.txt\"").as_deref(), Some("a.txt"));
        assert_eq!(filename("FileName=a.txt").as_deref(), Some("a.txt"));
    }

    #[test]
    fn backslashes_of_a_windows_path_stay() {
        assert_eq!(
            filename(r#"filename="C:\Users\me\a \"b\".txt""#).as_deref(),
            Some(r#"C:\Users\me\a "b".txt"#)
        );
    }

    #[test]
    fn what_browsers_percent_encode_stays_encoded() {
        assert_eq!(
            filename("filename=\"a%22b%0D%0A.txt\"").as_deref(),
            Some("a%22b%0D%0A.txt")
        );
    }

    #[test]
    fn dispositions_are_read_as_php_reads_them() {
        for (value, name, filename) in [
            (r#"form-data; name="a\"b""#, r#"a"b"#, None),
            (r#"form-data; name="x\\"; filename="f""#, r"x\", Some("f")),
            (
                r#"form-data; name="a"; filename="foo\""#,
                "a",
                Some("foo\""),
            ),
            (r#"form-data; name="a"; filename="a\\b""#, "a", Some(r"a\b")),
            ("form-data; name=a; filename=my file.txt", "a", Some("my")),
            ("form-data; name=\"a", "a", None),
            ("form-data; name=\"a;b\"", "a;b", None),
            ("form-data; name=\"a\"; name=\"z\"", "z", None),
            ("form-data; name=\"s\";; filename=\"f\"", "s", Some("f")),
            ("form-data; name=\"a\"b; filename=\"f\"", "a", Some("f")),
            ("form-data; Name=\"U\"", "U", None),
            ("x; name=\"y\"", "y", None),
        ] {
            let part = disposition(value);
            assert_eq!(part.name(), name.as_bytes(), "{value}");
            assert_eq!(part.filename(), filename.map(str::as_bytes), "{value}");
        }
    }

    #[test]
    fn an_extended_filename_wins_wherever_it_stands() {
        // RFC 6266 §4.3 and RFC 8187 §3.2.
        for order in [
            "filename=\"plain\"; filename*=UTF-8''na%C3%AFve%20x",
            "filename*=utf-8'en'na%C3%AFve%20x; filename=\"plain\"",
        ] {
            assert_eq!(filename(order).as_deref(), Some("naïve x"), "{order}");
        }
        assert_eq!(
            filename("filename*=ISO-8859-1'de'%A3%20gr%FC%DF").as_deref(),
            Some("£ grüß")
        );
    }

    #[test]
    fn a_broken_extended_filename_is_ignored() {
        for broken in [
            "UTF-8''%C3%28",
            "UTF-8''%zz",
            "UTF-8''%4",
            "UTF-8'x",
            "koi8-r''x",
            "x",
        ] {
            let parameters = format!("filename*={broken}; filename=plain");
            assert_eq!(filename(&parameters).as_deref(), Some("plain"), "{broken}");
            assert_eq!(filename(&format!("filename*={broken}")), None);
        }
    }

    #[test]
    fn the_type_is_split_from_its_parameters() {
        let part = read("Content-Type: Text/Plain ; charset=\"utf-8\"; x=1\r\n");
        assert_eq!(part.media_type(), Some(&b"Text/Plain"[..]));
        assert_eq!(part.charset().as_deref(), Some(&b"utf-8"[..]));
        assert_eq!(read("").media_type(), None);
        assert_eq!(read("Content-Type: text/plain\r\n").charset(), None);
    }

    #[test]
    fn a_field_that_comes_again_replaces_the_first_wholly() {
        let part = read(
            "Content-Disposition: form-data; name=a; filename=f\r\n\
             content-disposition: form-data; name=b\r\n\
             Content-Type: text/html\r\ncontent-type: text/css\r\n",
        );
        assert_eq!((part.name(), part.filename()), (&b"b"[..], None));
        assert_eq!(part.content_type(), Some(&b"text/css"[..]));
    }

    #[test]
    fn one_part_leaves_nothing_to_the_next() {
        let mut part = disposition("form-data; name=a; filename=f");
        assert_eq!(part.read(b"content-type: a/b\n"), Ok(false));
        assert_eq!((part.name(), part.filename()), (&b""[..], None));
        assert_eq!(part.read(b""), Ok(false));
        assert_eq!(part.content_type(), None);
    }
}
