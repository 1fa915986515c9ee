//! Reads a request head that lies in the input whole and looks as heads usually do, in one
//! pass. It accepts or says nothing: whatever it does not accept is left to `head_reader`,
//! which knows every rule, every refusal and their order of precedence. So nothing may be
//! accepted here that is refused or understood differently there.

use crate::fields::Seen;
use crate::head::{Draft, TargetParts};
use crate::request_line::target_parts;
use crate::syntax::{self, PATH, QUERY};
use crate::{Limits, RequestHead, Version, method, swar};

/// Stores the head that `input` begins with in `head` and returns its length. After `None`
/// nothing in the head means anything.
pub(crate) fn read(input: &[u8], limits: &Limits, head: &mut RequestHead) -> Option<usize> {
    let input = &input[..input.len().min(limits.head())];
    head.draft(|draft| {
        let method = method::in_front(input).filter(|&method| method != "CONNECT")?;
        let from_target = &input[method.len() + 1..];
        let parts = measure_target(method, from_target)?;
        let (target, rest) = from_target.split_at_checked(parts.length as usize)?;
        if target.len() > limits.target {
            return None;
        }
        let (version, fields) = read_version(rest)?;
        draft.begin(method, version, target, parts);
        let length = read_fields(fields, version, limits, draft)?;
        Some(input.len() - fields.len() + length)
    })
}

/// The parts of the target at the front of `input`, if all of it is ASCII.
#[inline]
fn measure_target(method: &str, input: &[u8]) -> Option<TargetParts> {
    if input.first() != Some(&b'/') {
        let target = &input[..syntax::run(&QUERY, input)];
        let parts = target_parts(method, std::str::from_utf8(target).ok()?).ok()?;
        // The absolute form overrules a field, which is not copied here.
        return (parts.authority == (0, 0)).then_some(parts);
    }
    // RFC 9112 §3.2.1: origin-form = absolute-path [ "?" query ].
    let path = syntax::run(&PATH, input);
    let (length, query) = match input[path..] {
        [b'?', ref query @ ..] => (path + 1 + syntax::run(&QUERY, query), Some(path + 1)),
        _ => (path, None),
    };
    // Offsets in a head fit 32 bits, see `Limits::clamped`.
    Some(TargetParts {
        length: length as u32,
        authority: (0, 0),
        path: (0, path as u32),
        query: query.map(|start| start as u32),
    })
}

/// The version behind the target, and what follows the request line.
#[inline]
fn read_version(input: &[u8]) -> Option<(Version, &[u8])> {
    if let Some(rest) = input.strip_prefix(b" HTTP/1.1\r\n") {
        return Some((Version::Http11, rest));
    }
    let rest = input.strip_prefix(b" HTTP/1.0\r\n")?;
    Some((Version::Http10, rest))
}

/// Reads the field lines at the front of `input` up to the empty line; returns their length
/// with it.
#[inline]
fn read_fields(
    input: &[u8],
    version: Version,
    limits: &Limits,
    draft: &mut Draft<'_>,
) -> Option<usize> {
    let mut seen = Seen::default();
    let (mut count, mut total) = (0, 0);
    let mut rest = input;
    while !rest.starts_with(b"\r\n") {
        // RFC 9112 §5.1: the colon follows the name at once.
        let [b':', value @ ..] = draft.push_name(rest) else {
            return None;
        };
        let value = syntax::trim_start(value);
        let behind = swar::skip_value(value);
        // RFC 9112 §2.2: nothing but CRLF ends a line here.
        let [b'\r', b'\n', next @ ..] = behind else {
            return None;
        };
        let start = input.len() - value.len();
        let value = syntax::trim_end(&value[..value.len() - behind.len()]);
        rest = next;

        count += 1;
        total += value.len();
        let repeated_length = seen.has_length();
        let name = draft.push_value(start, value.len());
        if name.is_empty()
            || name.len() > limits.field_name
            || value.len() > limits.field_value
            || count > limits.fields
        {
            return None;
        }
        let is_length = seen.note(name, value).ok()?;
        if is_length && repeated_length {
            return None;
        }
    }
    if total > limits.field_values_total {
        return None;
    }
    let length = input.len() - rest.len();
    draft.conclude(&input[..length], seen.conclude(version, limits).ok()?);
    Some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(input: &[u8]) -> Option<usize> {
        read(input, &Limits::default(), &mut RequestHead::new())
    }

    #[test]
    fn an_ordinary_head_is_taken_with_its_length_and_nothing_behind_it() {
        for head in [
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "POST /a/b?c=d? HTTP/1.1\r\nhost:h\r\nContent-Length: \t5 \r\nX_1:\r\n\r\n",
            "HEAD /p?q HTTP/1.0\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: h\r\nA: \u{e9}\tb\r\n\r\n",
        ] {
            let input = format!("{head}GET");
            assert_eq!(reads(input.as_bytes()), Some(head.len()), "{head:?}");
            for end in 0..head.len() {
                assert_eq!(reads(&head.as_bytes()[..end]), None, "{head:?} to {end}");
            }
        }
    }

    #[test]
    fn what_is_not_taken_leaves_the_head_its_memory() {
        let mut head = RequestHead::new();
        let input = b"GET /path HTTP/1.1\r\nHost: h\r\nA-Rather-Long-Name: v\r\n\r\n";
        assert!(read(input, &Limits::default(), &mut head).is_some());
        let size = head.heap_size();
        for bad in [&b"GET / HTTP/1.1\r\nHost: h\n\r\n"[..], &input[..40], b""] {
            assert_eq!(read(bad, &Limits::default(), &mut head), None);
            assert_eq!(head.heap_size(), size);
        }
    }
}
