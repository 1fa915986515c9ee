//! The chunked transfer coding on its way out (RFC 9112 §7.1): framing around data that the
//! caller writes himself, so that large data need not be copied. It never sees the data.

/// Writes the size line of a chunk of `length` bytes. The data and [`chunk_end`] follow.
///
/// `length` must not be zero: a chunk of size zero ends the body (RFC 9112 §7.1), which is
/// what [`last_chunk`] is for. Nothing is written for zero.
#[inline]
pub fn chunk_head(out: &mut Vec<u8>, length: usize) {
    debug_assert_ne!(length, 0, "an empty chunk would end the body");
    if length == 0 {
        return;
    }
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut line = [0; 18];
    line[16..].copy_from_slice(b"\r\n");
    let (mut start, mut rest) = (16, length);
    while rest != 0 {
        start -= 1;
        line[start] = DIGITS[rest & 15];
        rest >>= 4;
    }
    out.extend_from_slice(&line[start..]);
}

/// Writes the CRLF that follows the data of a chunk.
#[inline]
pub fn chunk_end(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\r\n");
}

/// Ends a chunked body, with trailer fields when there are any. Trailers may only be sent to
/// a client that asked for them (RFC 9110 §6.5.1): see
/// [`RequestHead::accepts_trailers`](crate::RequestHead::accepts_trailers). Names and values
/// must be valid by [`is_token`](crate::is_token) and
/// [`is_field_value`](crate::is_field_value).
pub fn last_chunk<'t>(out: &mut Vec<u8>, trailers: impl IntoIterator<Item = (&'t [u8], &'t [u8])>) {
    out.extend_from_slice(b"0\r\n");
    for (name, value) in trailers {
        debug_assert!(crate::is_token(name) && crate::is_field_value(value));
        out.extend_from_slice(name);
        out.extend_from_slice(b": ");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunk_sizes_are_hexadecimal_without_leading_zeros() {
        for length in [
            1,
            9,
            10,
            15,
            16,
            255,
            256,
            4096,
            65_535,
            1 << 20,
            usize::MAX,
        ] {
            let mut out = Vec::new();
            chunk_head(&mut out, length);
            assert_eq!(out, format!("{length:x}\r\n").as_bytes());
        }
    }

    #[test]
    fn the_last_chunk_carries_the_trailers() {
        // RFC 9112 §7.1: last-chunk trailer-section CRLF.
        let mut out = Vec::new();
        last_chunk(&mut out, []);
        assert_eq!(out, b"0\r\n\r\n");
        out.clear();
        last_chunk(&mut out, [(&b"etag"[..], &b"\"x\""[..]), (b"a", b"")]);
        assert_eq!(out, b"0\r\netag: \"x\"\r\na: \r\n\r\n");
    }
}
