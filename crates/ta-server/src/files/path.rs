//! The part of a request's path behind a mount's prefix, decoded once into a
//! path below the mount's root. Nothing that could mean something else to the
//! file system than to the URL gets through; no file is touched.

/// Most segments of a path.
const MAX_SEGMENTS: usize = 256;

/// A path below a root: no leading slash, no empty, `.` or `..` segment, no
/// NUL. Empty for the root itself.
#[derive(Debug, Default)]
pub(crate) struct Relative {
    pub(crate) bytes: Vec<u8>,
    /// It ended with a slash, or was empty.
    pub(crate) is_directory: bool,
}

/// Why a path names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Malformed: 400.
    Bad,
    /// A `.` or `..` segment: 404, and no other mount is asked.
    Dots,
}

impl Relative {
    /// Decodes `raw`, which is kept by nobody; the allocation is used again.
    pub(crate) fn decode(&mut self, raw: &str) -> Result<(), Refused> {
        self.bytes.clear();
        self.is_directory = raw.is_empty() || raw.ends_with('/');
        if raw.is_empty() {
            return Ok(());
        }
        let raw = raw.strip_suffix('/').unwrap_or(raw);
        let mut dots = false;
        for (index, segment) in raw.split('/').enumerate() {
            if segment.is_empty() || index == MAX_SEGMENTS {
                return Err(Refused::Bad);
            }
            if index > 0 {
                self.bytes.push(b'/');
            }
            let start = self.bytes.len();
            self.push_segment(segment.as_bytes())?;
            let decoded = &self.bytes[start..];
            dots |= matches!(decoded, b"." | b"..");
        }
        // What is malformed elsewhere is told first.
        if dots { Err(Refused::Dots) } else { Ok(()) }
    }

    fn push_segment(&mut self, segment: &[u8]) -> Result<(), Refused> {
        let mut rest = segment;
        while let [first, behind @ ..] = rest {
            let (byte, behind) = match (first, behind) {
                (b'%', [high, low, behind @ ..]) => {
                    let byte = digit(*high).zip(digit(*low)).ok_or(Refused::Bad)?;
                    (byte.0 << 4 | byte.1, behind)
                }
                (b'%', _) => return Err(Refused::Bad),
                (byte, behind) => (*byte, behind),
            };
            // A decoded slash would end a segment that the URL does not end;
            // a backslash does so for some clients and proxies.
            if matches!(byte, 0 | b'/' | b'\\') {
                return Err(Refused::Bad);
            }
            self.bytes.push(byte);
            rest = behind;
        }
        Ok(())
    }
}

fn digit(byte: u8) -> Option<u8> {
    // A hexadecimal digit is below 16.
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// Asserts what must hold of any path that is let through: the body of the
/// fuzz target and the property tests.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn assert_confined(raw: &str) {
    let mut path = Relative::default();
    if path.decode(raw).is_err() {
        return;
    }
    let bytes = &path.bytes;
    assert!(bytes.len() <= raw.len());
    assert!(!bytes.contains(&0) && !bytes.contains(&b'\\'));
    if bytes.is_empty() {
        assert!(raw.is_empty() && path.is_directory);
        return;
    }
    let segments: Vec<&[u8]> = bytes.split(|&byte| byte == b'/').collect();
    assert!(segments.len() <= MAX_SEGMENTS);
    let slashes = raw.strip_suffix('/').unwrap_or(raw).matches('/').count();
    assert_eq!(segments.len(), slashes + 1, "a slash appeared or vanished");
    for segment in &segments {
        assert!(!segment.is_empty() && !matches!(*segment, b"." | b".."));
    }
    // No component that the file system would see leads out.
    let components =
        std::path::Path::new(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    assert!(
        components
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_is_let_through_leads_out(raw in r"([./%\\2eEfFcC05aAb]|%2[eEfF]|%5[cC]|\PC){0,40}") {
            assert_confined(&raw);
        }
    }

    fn decoded(raw: &str) -> Result<(String, bool), Refused> {
        assert_confined(raw);
        let mut path = Relative::default();
        path.decode(raw)?;
        Ok((
            String::from_utf8_lossy(&path.bytes).into_owned(),
            path.is_directory,
        ))
    }

    #[test]
    fn segments_are_decoded_once() {
        for (raw, expected, is_directory) in [
            ("", "", true),
            ("a", "a", false),
            ("a/", "a", true),
            ("a/b.html", "a/b.html", false),
            ("%61%2e%41", "a.A", false),
            ("%252e%252e", "%2e%2e", false),
            ("a%20b+c", "a b+c", false),
            ("...", "...", false),
            ("..a/.b", "..a/.b", false),
            ("%e4%bd%a0", "你", false),
        ] {
            assert_eq!(
                decoded(raw),
                Ok((expected.to_owned(), is_directory)),
                "{raw}"
            );
        }
    }

    #[test]
    fn what_is_ambiguous_is_malformed() {
        for raw in [
            "/",
            "//",
            "a//b",
            "a//",
            "/a",
            "%",
            "%2",
            "%g0",
            "a%",
            "a%0",
            "%00",
            "a%00.html",
            "a\\b",
            "%5c",
            "a%5Cb",
            "%2f",
            "a%2Fb",
            "..%2f..%2fetc",
            "../%",
            "%2e%2e%2f",
        ] {
            assert_eq!(decoded(raw), Err(Refused::Bad), "{raw}");
        }
        let deep = "a/".repeat(MAX_SEGMENTS);
        assert!(decoded(&deep).is_ok());
        assert_eq!(decoded(&format!("{deep}a")), Err(Refused::Bad));
    }

    #[test]
    fn dots_lead_nowhere() {
        for raw in [
            ".", "..", "./", "../", "a/..", "a/../b", "a/./b", "%2e", "%2e%2E", ".%2e/x", "%2e./x",
        ] {
            assert_eq!(decoded(raw), Err(Refused::Dots), "{raw}");
        }
    }

    #[test]
    fn overlong_utf8_is_no_slash_and_no_dot() {
        // RFC 3629 §10: decoders that take C0 AF for a slash are the classic hole.
        for raw in ["%c0%ae%c0%ae", "..%c0%af", "%e0%80%af", "%c1%9c"] {
            let mut path = Relative::default();
            assert_eq!(path.decode(raw), Ok(()), "{raw}");
            assert!(path.bytes.iter().all(|&byte| byte == b'.' || byte >= 0x80));
        }
    }
}
