//! The character classes of HTTP as lookup tables, and the checks built on them. Nothing
//! here knows where in a message a byte stands.

/// `tchar` (RFC 9110 §5.6.2).
static TOKEN: [bool; 256] = table(b"!#$%&'*+-.^_`|~", true, false);
/// What may stand raw in a request target: visible ASCII but `#` and `\`, and any byte of
/// UTF-8 (checked as a whole later; real clients send it unencoded).
static TARGET: [bool; 256] = table(b"!\"$%&'()*+,-./:;<=>?@[]^_`{|}~", true, true);
/// `reg-name` (RFC 3986 §3.2.2) but for percent-encoded bytes, and without `,`, which would let
/// two joined fields pass as one.
static HOST: [bool; 256] = table(b"-._~!$&'()*+;=", true, false);
/// What may stand raw in the ASCII part of a target.
pub(crate) static QUERY: [bool; 256] = table(b"!\"$%&'()*+,-./:;<=>?@[]^_`{|}~", true, false);
/// The same without the `?` that ends a path.
pub(crate) static PATH: [bool; 256] = table(b"!\"$%&'()*+,-./:;<=>@[]^_`{|}~", true, false);

const fn table(punctuation: &[u8], alphanumeric: bool, high: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut i = 0;
    while i < punctuation.len() {
        table[punctuation[i] as usize] = true;
        i += 1;
    }
    let mut byte = 0;
    while byte < 256 {
        if (alphanumeric && (byte as u8).is_ascii_alphanumeric()) || (high && byte >= 0x80) {
            table[byte] = true;
        }
        byte += 1;
    }
    table
}

#[inline]
pub(crate) fn is_token_byte(byte: u8) -> bool {
    TOKEN[usize::from(byte)]
}

#[inline]
pub(crate) fn is_target_byte(byte: u8) -> bool {
    TARGET[usize::from(byte)]
}

/// Tab, space, visible ASCII or `obs-text` (RFC 9110 §5.5).
#[inline]
pub(crate) fn is_value_byte(byte: u8) -> bool {
    (byte >= 0x20 && byte != 0x7f) || byte == b'\t'
}

/// The number of bytes at the front of `bytes` that are in `class`.
#[inline]
pub(crate) fn run(class: &[bool; 256], bytes: &[u8]) -> usize {
    let mut rest = bytes;
    // In blocks of constant size the loop over the bytes unrolls.
    while let Some((block, behind)) = rest.split_first_chunk::<8>() {
        for (index, &byte) in block.iter().enumerate() {
            if !class[usize::from(byte)] {
                return bytes.len() - rest.len() + index;
            }
        }
        rest = behind;
    }
    let out_of_class = |&byte: &u8| !class[usize::from(byte)];
    bytes.len() - rest.len() + rest.iter().position(out_of_class).unwrap_or(rest.len())
}

#[inline]
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// A `Host` value or the authority of an absolute target that names a host:
/// `uri-host [ ":" port ]` (RFC 9110 §7.2), the host not empty (§4.2.1).
#[inline]
pub(crate) fn is_host(value: &[u8]) -> bool {
    let name = run(&HOST, value);
    match value[name..] {
        [] => name > 0,
        [b':', ref port @ ..] => name > 0 && is_port(port),
        _ => is_unusual_host(value),
    }
}

/// RFC 3986 §3.2.3: port = *DIGIT.
fn is_port(port: &[u8]) -> bool {
    port.iter().all(u8::is_ascii_digit)
}

/// A host that is an IP literal or has percent-encoded bytes.
#[cold]
fn is_unusual_host(value: &[u8]) -> bool {
    if let [b'[', literal @ ..] = value {
        let Some(end) = memchr::memchr(b']', literal) else {
            return false;
        };
        let port = match literal[end + 1..] {
            [] => &[],
            [b':', ref port @ ..] => port,
            _ => return false,
        };
        return is_ip_literal(&literal[..end]) && is_port(port);
    }
    let mut rest = value;
    loop {
        rest = &rest[run(&HOST, rest)..];
        match rest {
            [] => return true,
            [b'%', high, low, behind @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest = behind;
            }
            [b':', port @ ..] => return rest.len() < value.len() && is_port(port),
            _ => return false,
        }
    }
}

/// What stands in brackets (RFC 3986 §3.2.2): an IPv6 address or one of a version to come.
fn is_ip_literal(text: &[u8]) -> bool {
    if let [b'v' | b'V', future @ ..] = text {
        let Some(dot) = memchr::memchr(b'.', future) else {
            return false;
        };
        let (version, address) = (&future[..dot], &future[dot + 1..]);
        let is_address_byte = |&byte: &u8| byte == b':' || HOST[usize::from(byte)];
        return !version.is_empty()
            && version.iter().all(u8::is_ascii_hexdigit)
            && !address.is_empty()
            && address.iter().all(is_address_byte);
    }
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
}

/// Whether `name` is a non-empty token, as field names and methods must be (RFC 9110 §5.6.2).
#[must_use]
pub fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|&byte| is_token_byte(byte))
}

/// Whether `value` can stand as a field value: no control byte but tab, no whitespace at
/// either end (RFC 9110 §5.5). The empty value is one.
#[must_use]
pub fn is_field_value(value: &[u8]) -> bool {
    value.iter().all(|&byte| is_value_byte(byte))
        && !value.first().copied().is_some_and(is_blank)
        && !value.last().copied().is_some_and(is_blank)
}

/// The elements of a comma-separated list, trimmed, empty ones left out (RFC 9110 §5.6.1:
/// a recipient must accept a reasonable number of empty elements).
pub(crate) fn list(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value
        .split(|&byte| byte == b',')
        .map(trim)
        .filter(|element| !element.is_empty())
}

/// `value` without surrounding spaces and tabs.
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    trim_end(trim_start(value))
}

/// `value` without spaces and tabs in front.
#[inline]
pub(crate) fn trim_start(mut value: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = value
        && is_blank(*first)
    {
        value = rest;
    }
    value
}

/// `value` without spaces and tabs at its end.
#[inline]
pub(crate) fn trim_end(mut value: &[u8]) -> &[u8] {
    while let [rest @ .., last] = value
        && is_blank(*last)
    {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_or_addresses_with_an_optional_port() {
        // RFC 3986 §3.2.2, §3.2.3; RFC 9110 §4.2.1: not empty.
        for good in [
            "h",
            "h:",
            "h:80",
            "a.b-c_d~e",
            "127.0.0.1:8080",
            "[::1]",
            "[::1]:80",
            "[::1]:",
            "[1:2:3:4:5:6:7:8]",
            "[::ffff:1.2.3.4]",
            "[v1F.a:b!]",
            "%41",
            "a%2fb:1",
            "a!$&'()*+;=",
        ] {
            assert!(is_host(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            ":",
            ":80",
            "h:x",
            "h:80:80",
            "h:-1",
            "[::1",
            "::1",
            "::1]",
            "[]",
            "[::1]x",
            "[::1]:x",
            "[h]",
            "[v.a]",
            "[vg.a]",
            "[v1.]",
            "[v1]",
            "a[b]",
            "%",
            "%4",
            "%4g",
            "%:80",
            "a,b",
            "a b",
            "u@h",
            "a/b",
            "a?b",
            "a#b",
            "a\\b",
            "\u{e9}",
            "a\0",
            "[fe80::1%25eth0]",
        ] {
            assert!(!is_host(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn tokens_are_exactly_the_tchars() {
        // RFC 9110 §5.6.2: tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" /
        // "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA; all delimiters are excluded.
        for byte in 0..=255u8 {
            let delimiter = b"\"(),/:;<=>?@[\\]{}".contains(&byte);
            let expected = byte.is_ascii_graphic() && !delimiter;
            assert_eq!(is_token(&[byte]), expected, "byte {byte:#04x}");
        }
        assert!(!is_token(b""));
        assert!(is_token(b"x-Custom_1"));
        assert!(!is_token(b"a b"));
    }

    #[test]
    fn field_values_hold_anything_but_controls_and_outer_whitespace() {
        for byte in 0..=255u8 {
            let expected = byte == b'\t' || (byte >= 0x20 && byte != 0x7f);
            assert_eq!(
                is_field_value(&[b'a', byte, b'z']),
                expected,
                "byte {byte:#04x}"
            );
        }
        assert!(is_field_value(b""));
        for bad in [&b" a"[..], b"a ", b"\ta", b"a\t", b" ", b"a\r\nb: c"] {
            assert!(!is_field_value(bad), "{bad:?}");
        }
    }

    #[test]
    fn lists_skip_empty_elements_and_outer_whitespace() {
        // RFC 9110 §5.6.1.2: empty elements do not contribute to the count of elements.
        let elements: Vec<_> = list(b" ,a , ,\tb\t,").collect();
        assert_eq!(elements, [b"a", b"b"]);
        assert_eq!(list(b"").count(), 0);
    }
}
