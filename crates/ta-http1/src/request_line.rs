//! The request line (RFC 9112 §3), read byte by byte as it arrives, so that garbage is refused
//! at its first impossible byte and any split of the input comes to the same verdict. It reads
//! in place: it remembers offsets, never bytes.

use crate::head::TargetParts;
use crate::syntax::{is_host, is_target_byte, is_token_byte};
use crate::{Refusal, Version, method};

/// Spaces tolerated between two parts of the line. RFC 9112 §3 asks for exactly one and lets a
/// server be lenient.
const MAX_SPACES: usize = 32;
/// `HTTP/` and digits around a dot; whatever is longer is no version.
const MAX_VERSION: usize = 16;
const COMMON_END: &[u8] = b"HTTP/1.1\r\n";

/// How far the line has been read, in offsets from its first byte.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestLine {
    part: Part,
    at: usize,
    method_end: usize,
    target: usize,
    target_end: usize,
    version: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Method,
    BeforeTarget,
    Target,
    BeforeVersion,
    Version,
    LineFeed,
    Complete,
}

/// A complete request line, understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'static str,
    pub(crate) version: Version,
    pub(crate) target: &'a str,
    pub(crate) parts: TargetParts,
}

impl RequestLine {
    /// Whether not a byte has been read.
    pub(crate) fn is_untouched(&self) -> bool {
        self.at == 0
    }

    /// Whether the line has been read up to its LF.
    pub(crate) fn is_complete(&self) -> bool {
        self.part == Part::Complete
    }

    /// The length of the complete line including CRLF.
    pub(crate) fn length(&self) -> usize {
        self.at
    }

    /// Reads on in `input`, which begins with the first byte of the line every time. Stops
    /// behind the LF or at the end of the input.
    #[inline]
    pub(crate) fn advance(&mut self, input: &[u8], target_limit: usize) -> Result<(), Refusal> {
        while let Some(&byte) = input.get(self.at) {
            match self.part {
                Part::Method => self.advance_method(input)?,
                Part::BeforeTarget => match byte {
                    b' ' => self.space(self.method_end)?,
                    b'\r' | b'\n' => return Err(Refusal::MissingTarget),
                    _ => {
                        self.target = self.at;
                        self.part = Part::Target;
                    }
                },
                Part::Target => self.advance_target(input, target_limit)?,
                Part::BeforeVersion => match byte {
                    b' ' => self.space(self.target_end)?,
                    b'\r' | b'\n' => return Err(Refusal::MissingVersion),
                    _ => {
                        self.version = self.at;
                        self.part = Part::Version;
                    }
                },
                Part::Version => {
                    // Nearly every request line ends like this, all at once.
                    if self.at == self.version && input[self.at..].starts_with(COMMON_END) {
                        self.at += COMMON_END.len();
                        self.part = Part::Complete;
                        break;
                    }
                    self.part = self.version_byte(byte)?;
                    self.at += 1;
                }
                Part::LineFeed => {
                    if byte != b'\n' {
                        return Err(Refusal::BareCr);
                    }
                    self.at += 1;
                    self.part = Part::Complete;
                }
                Part::Complete => break,
            }
        }
        Ok(())
    }

    #[inline]
    fn advance_method(&mut self, input: &[u8]) -> Result<(), Refusal> {
        let window = &input[..input.len().min(method::MAX_LENGTH)];
        // RFC 9112 §3.1: method = token.
        let rest = &window[self.at..];
        self.at += rest
            .iter()
            .position(|&byte| !is_token_byte(byte))
            .unwrap_or(rest.len());
        match input.get(self.at) {
            None => Ok(()),
            Some(b' ') if self.at > 0 => {
                self.method_end = self.at;
                self.part = Part::BeforeTarget;
                Ok(())
            }
            Some(b'\n') if self.at == 0 => Err(Refusal::BareLf),
            // RFC 9112 §3: a method longer than any the server implements → 501.
            Some(&byte) if is_token_byte(byte) => Err(Refusal::UnknownMethod),
            Some(_) => Err(Refusal::MethodSyntax),
        }
    }

    /// One more space after the part that ended at `end`.
    fn space(&mut self, end: usize) -> Result<(), Refusal> {
        if self.at - end >= MAX_SPACES {
            return Err(Refusal::RequestLineSpaces);
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn advance_target(&mut self, input: &[u8], limit: usize) -> Result<(), Refusal> {
        let longest = self.target + limit;
        let window = &input[self.at..input.len().min(longest)];
        let valid = window
            .iter()
            .position(|&byte| !is_target_byte(byte))
            .unwrap_or(window.len());
        self.at += valid;
        match input.get(self.at) {
            None => {}
            Some(b' ') => {
                self.target_end = self.at;
                self.part = Part::BeforeVersion;
            }
            // HTTP/0.9 had no version and no fields; nobody speaks it.
            Some(b'\r' | b'\n') => return Err(Refusal::MissingVersion),
            // RFC 9112 §3: a target longer than what the server wishes to parse → 414.
            Some(_) if self.at >= longest => return Err(Refusal::TargetTooLong),
            Some(_) => return Err(Refusal::TargetSyntax),
        }
        Ok(())
    }

    /// Checks one byte of the version and says what comes next.
    fn version_byte(&self, byte: u8) -> Result<Part, Refusal> {
        // RFC 9112 §2.3: HTTP-name is case-sensitive.
        const NAME: &[u8] = b"HTTP/";
        let index = self.at - self.version;
        match byte {
            b'\r' => Ok(Part::LineFeed),
            b'\n' => Err(Refusal::BareLf),
            _ if index < NAME.len() && byte == NAME[index] => Ok(Part::Version),
            b'0'..=b'9' | b'.' if (NAME.len()..MAX_VERSION).contains(&index) => Ok(Part::Version),
            _ => Err(Refusal::VersionSyntax),
        }
    }

    /// Understands the complete line in `input`. The version is judged before the method: of
    /// a message in another protocol version nothing else can be said.
    #[inline]
    pub(crate) fn request<'a>(&self, input: &'a [u8]) -> Result<Request<'a>, Refusal> {
        debug_assert!(self.is_complete());
        let version = version(&input[self.version..self.at - 2])?;
        let method = method::known(&input[..self.method_end]).ok_or(Refusal::UnknownMethod)?;
        if method == "CONNECT" {
            return Err(Refusal::Connect);
        }
        let target = std::str::from_utf8(&input[self.target..self.target_end])
            .map_err(|_| Refusal::TargetSyntax)?;
        let parts = target_parts(method, target)?;
        Ok(Request {
            method,
            version,
            target,
            parts,
        })
    }
}

fn version(text: &[u8]) -> Result<Version, Refusal> {
    match text {
        b"HTTP/1.1" => Ok(Version::Http11),
        b"HTTP/1.0" => Ok(Version::Http10),
        _ => {
            // RFC 9110 §15.6.6: 505 speaks of the major version; 1.x with an x nobody has
            // defined is malformed.
            let digits = text.strip_prefix(b"HTTP/").ok_or(Refusal::VersionSyntax)?;
            let mut numbers = digits.split(|&byte| byte == b'.');
            let major = numbers.next().unwrap_or_default();
            let minor_is_sound = numbers.next().is_none_or(|minor| !minor.is_empty());
            if numbers.next().is_some() || !minor_is_sound {
                return Err(Refusal::VersionSyntax);
            }
            match major {
                [] | b"1" | [b'0', _, ..] => Err(Refusal::VersionSyntax),
                _ => Err(Refusal::VersionNotSupported),
            }
        }
    }
}

/// Takes the target apart (RFC 9112 §3.2). The authority form belongs to `CONNECT` alone.
pub(crate) fn target_parts(method: &str, target: &str) -> Result<TargetParts, Refusal> {
    let bytes = target.as_bytes();
    // Offsets in a head fit 32 bits, see `Limits::clamped`.
    let length = bytes.len() as u32;
    if bytes.first() == Some(&b'/') {
        // RFC 9112 §3.2.1: origin-form = absolute-path [ "?" query ].
        return Ok(split_query(bytes, 0, (0, 0)));
    }
    if bytes == b"*" {
        // RFC 9112 §3.2.4: the asterisk form is for a server-wide OPTIONS only.
        return if method == "OPTIONS" {
            Ok(TargetParts {
                length,
                authority: (0, 0),
                path: (0, 1),
                query: None,
            })
        } else {
            Err(Refusal::TargetForm)
        };
    }
    // RFC 9112 §3.2.2: a server MUST accept the absolute form.
    let scheme = memchr::memchr(b':', bytes).ok_or(Refusal::TargetForm)?;
    let scheme_is_sound = bytes[0].is_ascii_alphabetic()
        && bytes[..scheme]
            .iter()
            .all(|&byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !scheme_is_sound || !bytes[scheme..].starts_with(b"://") {
        return Err(Refusal::TargetForm);
    }
    let authority = scheme + 3;
    let authority_end =
        memchr::memchr2(b'/', b'?', &bytes[authority..]).map_or(bytes.len(), |at| authority + at);
    // RFC 9110 §4.2.1: an http URI with an empty host MUST be rejected; §4.2.4: userinfo is
    // to be treated as an error. `@` is no host character.
    if !is_host(&bytes[authority..authority_end]) {
        return Err(Refusal::TargetForm);
    }
    Ok(split_query(
        bytes,
        authority_end,
        (authority as u32, authority_end as u32),
    ))
}

/// Divides what follows `path` at the first `?`.
#[inline]
fn split_query(target: &[u8], path: usize, authority: (u32, u32)) -> TargetParts {
    let length = target.len() as u32;
    let query = memchr::memchr(b'?', &target[path..]).map(|at| (path + at) as u32);
    TargetParts {
        length,
        authority,
        path: (path as u32, query.unwrap_or(length)),
        query: query.map(|mark| mark + 1),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SeenHead, verdict};
    use crate::{Limits, Refusal, Version};

    fn head(line: &str) -> Result<SeenHead, Refusal> {
        verdict(
            format!("{line}\r\nHost: h\r\n\r\n").as_bytes(),
            Limits::default(),
        )
    }

    fn accepted(line: &str) -> SeenHead {
        head(line).unwrap_or_else(|refusal| panic!("{line:?}: {refusal}"))
    }

    #[test]
    fn every_bad_request_line_has_its_refusal_and_status() {
        use Refusal::*;
        let table: &[(&str, Refusal, u16)] = &[
            // RFC 9110 §9.1: an unrecognized method → 501. RFC 9110 §9.1: case-sensitive.
            ("FOO / HTTP/1.1", UnknownMethod, 501),
            ("get / HTTP/1.1", UnknownMethod, 501),
            ("PRI * HTTP/1.1", UnknownMethod, 501),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ / HTTP/1.1",
                UnknownMethod,
                501,
            ),
            // RFC 9110 §9.3.6: only a proxy has use for CONNECT.
            ("CONNECT example.com:443 HTTP/1.1", Connect, 405),
            ("CONNECT / HTTP/1.1", Connect, 405),
            // RFC 9112 §3.2.4: the asterisk form is OPTIONS' alone.
            ("GET * HTTP/1.1", TargetForm, 400),
            ("POST * HTTP/1.1", TargetForm, 400),
            ("OPTIONS *x HTTP/1.1", TargetForm, 400),
            // RFC 9112 §3.2: one of four forms; no raw fragment, control or space.
            ("GET /a#b HTTP/1.1", TargetSyntax, 400),
            ("GET /a\\b HTTP/1.1", TargetSyntax, 400),
            ("GET /a\tb HTTP/1.1", TargetSyntax, 400),
            ("GET /a\0b HTTP/1.1", TargetSyntax, 400),
            ("GET /a\x7fb HTTP/1.1", TargetSyntax, 400),
            ("GET /a b HTTP/1.1", VersionSyntax, 400),
            ("GET foo HTTP/1.1", TargetForm, 400),
            ("GET example.com:80 HTTP/1.1", TargetForm, 400),
            ("GET ?a HTTP/1.1", TargetForm, 400),
            ("GET 1http://h/ HTTP/1.1", TargetForm, 400),
            ("GET http:/h/ HTTP/1.1", TargetForm, 400),
            // RFC 9110 §4.2.1: an http URI without host is invalid.
            ("GET http:///x HTTP/1.1", TargetForm, 400),
            ("GET http:// HTTP/1.1", TargetForm, 400),
            // RFC 9110 §4.2.4: userinfo is an error.
            ("GET http://u@h/ HTTP/1.1", TargetForm, 400),
            // RFC 9112 §2.3, RFC 9110 §15.6.6.
            ("GET / HTTP/2.0", VersionNotSupported, 505),
            ("GET / HTTP/2", VersionNotSupported, 505),
            ("GET / HTTP/3.0", VersionNotSupported, 505),
            ("GET / HTTP/0.9", VersionNotSupported, 505),
            ("GET / HTTP/10.0", VersionNotSupported, 505),
            ("PRI * HTTP/2.0", VersionNotSupported, 505),
            ("GET / HTTP/1.2", VersionSyntax, 400),
            ("GET / HTTP/1", VersionSyntax, 400),
            ("GET / HTTP/1.", VersionSyntax, 400),
            ("GET / HTTP/2.", VersionSyntax, 400),
            ("GET / HTTP/1.1.1", VersionSyntax, 400),
            ("GET / HTTP/01.1", VersionSyntax, 400),
            ("GET / HTTP/", VersionSyntax, 400),
            ("GET / HTTP", VersionSyntax, 400),
            ("GET / http/1.1", VersionSyntax, 400),
            ("GET / HTTP/1.1 ", VersionSyntax, 400),
            ("GET / HTTP/x.1", VersionSyntax, 400),
            ("GET / HTTP/99999999999999999999", VersionSyntax, 400),
            ("GET / ICY/1.1", VersionSyntax, 400),
            // HTTP/0.9.
            ("GET /", MissingVersion, 400),
            ("GET / ", MissingVersion, 400),
            ("GET ", MissingTarget, 400),
            ("GET", MethodSyntax, 400),
            // RFC 9112 §3.1: method = token.
            (" GET / HTTP/1.1", MethodSyntax, 400),
            ("G(T / HTTP/1.1", MethodSyntax, 400),
            ("GET\t/ HTTP/1.1", MethodSyntax, 400),
            ("GET /  HTTP/1.1\rX", BareCr, 400),
            ("\x16\x03\x01\x02", MethodSyntax, 400),
        ];
        for &(line, refusal, status) in table {
            assert_eq!(head(line), Err(refusal), "{line:?}");
            assert_eq!(refusal.status(), status, "{line:?}");
        }
    }

    #[test]
    fn a_request_line_must_end_in_crlf() {
        // RFC 9112 §2.2 lets a recipient accept a bare LF; a smuggler counts on it.
        let input = b"GET / HTTP/1.1\nHost: h\n\n";
        assert_eq!(verdict(input, Limits::default()), Err(Refusal::BareLf));
        assert_eq!(
            verdict(b"\nGET / HTTP/1.1\r\n", Limits::default()),
            Err(Refusal::BareLf)
        );
    }

    #[test]
    fn raw_bytes_that_are_no_utf8_are_refused_and_utf8_passes() {
        let input = b"GET /\xff HTTP/1.1\r\nHost: h\r\n\r\n";
        assert_eq!(
            verdict(input, Limits::default()),
            Err(Refusal::TargetSyntax)
        );
        assert_eq!(accepted("GET /é?ü HTTP/1.1").target, "/é?ü");
    }

    #[test]
    fn percent_encoding_passes_through_untouched() {
        let head = accepted("GET /a%20b%00%2f/../c?x=%zz&y=[1] HTTP/1.1");
        assert_eq!(head.target, "/a%20b%00%2f/../c?x=%zz&y=[1]");
        assert_eq!(head.path, "/a%20b%00%2f/../c");
        assert_eq!(head.query.as_deref(), Some("x=%zz&y=[1]"));
    }

    #[test]
    fn a_handful_of_spaces_between_parts_is_tolerated_but_not_a_flood() {
        // RFC 9112 §3: lenient parsing of whitespace-delimited words is permitted.
        let head = accepted("GET   /x     HTTP/1.1");
        assert_eq!((head.method, head.target.as_str()), ("GET", "/x"));
        let wide = " ".repeat(32);
        assert_eq!(accepted(&format!("GET{wide}/{wide}HTTP/1.1")).target, "/");
        let flood = " ".repeat(33);
        for line in [
            format!("GET{flood}/ HTTP/1.1"),
            format!("GET /{flood}HTTP/1.1"),
        ] {
            assert_eq!(super::tests::head(&line), Err(Refusal::RequestLineSpaces));
        }
    }

    #[test]
    fn every_well_known_method_and_both_versions_are_accepted() {
        for method in [
            "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH",
        ] {
            assert_eq!(accepted(&format!("{method} / HTTP/1.1")).method, method);
        }
        assert_eq!(accepted("PROPFIND / HTTP/1.0").version, Version::Http10);
        assert_eq!(accepted("GET / HTTP/1.1").version, Version::Http11);
    }

    #[test]
    fn targets_are_taken_apart_by_form() {
        // RFC 9112 §3.2.1, §3.2.2, §3.2.4; RFC 9110 §4.2.3: an empty path is "/".
        let table = [
            ("GET /", "/", None, "h"),
            ("GET /a?", "/a", Some(""), "h"),
            ("GET /a?b?c", "/a", Some("b?c"), "h"),
            ("GET //x/y", "//x/y", None, "h"),
            (
                "GET http://example.com:8080/p?q",
                "/p",
                Some("q"),
                "example.com:8080",
            ),
            ("GET http://example.com", "/", None, "example.com"),
            ("GET HTTPS://[::1]?q", "/", Some("q"), "[::1]"),
            ("GET http://h?a/b", "/", Some("a/b"), "h"),
            ("OPTIONS *", "*", None, "h"),
        ];
        for (line, path, query, authority) in table {
            let head = accepted(&format!("{line} HTTP/1.1"));
            assert_eq!(head.path, path, "{line}");
            assert_eq!(head.query.as_deref(), query, "{line}");
            // RFC 9112 §3.2.2: the target's host overrules the field.
            assert_eq!(head.authority.as_deref(), Some(authority), "{line}");
            assert_eq!(head.target, line.split(' ').nth(1).unwrap());
        }
    }

    #[test]
    fn a_target_may_be_as_long_as_the_limit_and_no_longer() {
        // RFC 9112 §3: a request-target longer than any URI the server wishes to parse → 414.
        let longest = format!("/{}", "a".repeat(8191));
        assert_eq!(accepted(&format!("GET {longest} HTTP/1.1")).target, longest);
        assert_eq!(
            head(&format!("GET {longest}b HTTP/1.1")),
            Err(Refusal::TargetTooLong)
        );
        assert_eq!(Refusal::TargetTooLong.status(), 414);
    }

    #[test]
    fn an_endless_target_is_refused_before_its_end() {
        let input = format!("GET /{}", "a".repeat(8192));
        assert_eq!(
            verdict(input.as_bytes(), Limits::default()),
            Err(Refusal::TargetTooLong)
        );
    }

    #[test]
    fn garbage_is_refused_at_its_first_impossible_byte() {
        // No line end is needed: a TLS client would wait for ours for ever.
        let table: &[(&[u8], Refusal)] = &[
            (b"\x16", Refusal::MethodSyntax),
            (b"GET /\x01", Refusal::TargetSyntax),
            (b"GET / X", Refusal::VersionSyntax),
            (
                b"A-method-that-nobody-ever-heard-of",
                Refusal::UnknownMethod,
            ),
        ];
        for &(input, refusal) in table {
            assert_eq!(verdict(input, Limits::default()), Err(refusal));
        }
    }
}
