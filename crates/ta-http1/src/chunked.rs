//! The chunked transfer coding on its way in (RFC 9112 §7.1), as a state machine over whatever
//! pieces the input comes in. It finds where data lies and never touches it; trailers are
//! checked and dropped.

use std::ops::Range;

use crate::syntax::{is_token_byte, is_value_byte};
use crate::{Limits, Refusal};

/// Bytes of chunk-size lines besides the digits of a size, summed over one body. RFC 9112
/// §7.1.1 asks recipients to limit extensions: with one-byte chunks they make a body as
/// costly as its sender likes.
const MAX_EXTENSION_BYTES: u32 = 16 * 1024;
/// Digits of a 64-bit size; leading zeros beyond count as extension bytes.
const SIZE_DIGITS: u8 = 16;

/// Progress in one chunked body.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Decoder {
    part: Part,
    /// The size being read, then what is left of the chunk's data.
    size: u64,
    digits: u8,
    /// Data announced so far.
    total: u64,
    extension_bytes: u32,
    trailer_bytes: usize,
    trailers: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Size,
    /// Whitespace after the size, which must lead to an extension.
    BeforeExtension,
    Extension,
    SizeLineFeed,
    Data,
    DataReturn,
    DataLineFeed,
    TrailerStart,
    TrailerName,
    TrailerValue,
    TrailerLineFeed,
    LastLineFeed,
}

/// What a piece of input held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Framing only.
    Nothing,
    /// Data at this range of the input, up to where it was consumed.
    Data(Range<usize>),
    /// The end of the body.
    End,
}

impl Decoder {
    /// Reads `input` up to the end of the first data in it, the end of the body or its own
    /// end. Returns how much was consumed.
    pub(crate) fn advance(
        &mut self,
        input: &[u8],
        limits: &Limits,
    ) -> Result<(usize, Piece), Refusal> {
        let mut at = 0;
        while let Some(&byte) = input.get(at) {
            if self.part == Part::Data {
                let available = (input.len() - at) as u64;
                // No more than `available`, so it fits.
                let taken = self.size.min(available) as usize;
                self.size -= taken as u64;
                if self.size == 0 {
                    self.part = Part::DataReturn;
                }
                return Ok((at + taken, Piece::Data(at..at + taken)));
            }
            at += 1;
            if self.part == Part::LastLineFeed {
                expect(byte, b'\n', Refusal::BareCr)?;
                return Ok((at, Piece::End));
            }
            self.part = self.framing_byte(byte, limits)?;
        }
        Ok((at, Piece::Nothing))
    }

    /// Takes one byte outside data and says what comes next.
    fn framing_byte(&mut self, byte: u8, limits: &Limits) -> Result<Part, Refusal> {
        match self.part {
            Part::Size => self.size_byte(byte),
            Part::BeforeExtension => {
                self.extension_byte()?;
                match byte {
                    b' ' | b'\t' => Ok(Part::BeforeExtension),
                    b';' => Ok(Part::Extension),
                    _ => Err(Refusal::ChunkSize),
                }
            }
            Part::Extension => match byte {
                b'\r' => Ok(Part::SizeLineFeed),
                b'\n' => Err(Refusal::BareLf),
                _ if is_value_byte(byte) => {
                    // RFC 9112 §7.1.1: unrecognized extensions MUST be ignored.
                    self.extension_byte()?;
                    Ok(Part::Extension)
                }
                _ => Err(Refusal::ChunkExtension),
            },
            Part::SizeLineFeed => {
                expect(byte, b'\n', Refusal::BareCr)?;
                self.size_complete(limits)
            }
            Part::DataReturn => {
                expect(byte, b'\r', Refusal::ChunkEnd)?;
                Ok(Part::DataLineFeed)
            }
            Part::DataLineFeed => {
                expect(byte, b'\n', Refusal::ChunkEnd)?;
                self.size = 0;
                self.digits = 0;
                Ok(Part::Size)
            }
            Part::TrailerStart | Part::TrailerName | Part::TrailerValue | Part::TrailerLineFeed => {
                self.trailer_byte(byte, limits)
            }
            // Both are handled by `advance`.
            Part::Data | Part::LastLineFeed => Ok(self.part),
        }
    }

    fn size_byte(&mut self, byte: u8) -> Result<Part, Refusal> {
        // RFC 9112 §7.1: chunk-size = 1*HEXDIG.
        if let Some(digit) = (byte as char).to_digit(16) {
            // RFC 9112 §7.1: recipients MUST anticipate large sizes and prevent overflow.
            if self.size >> 60 != 0 {
                return Err(Refusal::ChunkSizeOverflow);
            }
            self.size = self.size << 4 | u64::from(digit);
            if self.digits == SIZE_DIGITS {
                self.extension_byte()?;
            } else {
                self.digits += 1;
            }
            return Ok(Part::Size);
        }
        if self.digits == 0 {
            return Err(Refusal::ChunkSize);
        }
        match byte {
            b'\r' => Ok(Part::SizeLineFeed),
            b'\n' => Err(Refusal::BareLf),
            b';' => {
                self.extension_byte()?;
                Ok(Part::Extension)
            }
            // Whitespace is allowed before the semicolon of an extension (RFC 9112 §7.1.1),
            // and nowhere else.
            b' ' | b'\t' => {
                self.extension_byte()?;
                Ok(Part::BeforeExtension)
            }
            _ => Err(Refusal::ChunkSize),
        }
    }

    fn extension_byte(&mut self) -> Result<(), Refusal> {
        self.extension_bytes += 1;
        if self.extension_bytes > MAX_EXTENSION_BYTES {
            return Err(Refusal::ChunkExtensionFlood);
        }
        Ok(())
    }

    fn size_complete(&mut self, limits: &Limits) -> Result<Part, Refusal> {
        if self.size == 0 {
            return Ok(Part::TrailerStart);
        }
        // Refused before the data, so that what goes beyond the limit is never received.
        self.total = self.total.saturating_add(self.size);
        if self.total > limits.body {
            return Err(Refusal::BodyTooLarge);
        }
        Ok(Part::Data)
    }

    /// RFC 9112 §7.1.2: trailer-section = *( field-line CRLF ). A recipient may discard it.
    fn trailer_byte(&mut self, byte: u8, limits: &Limits) -> Result<Part, Refusal> {
        if self.part == Part::TrailerStart && byte == b'\r' {
            return Ok(Part::LastLineFeed);
        }
        self.trailer_bytes += 1;
        if self.trailer_bytes > limits.field_values_total {
            return Err(Refusal::TrailersTooLarge);
        }
        match (self.part, byte) {
            (Part::TrailerStart, _) if is_token_byte(byte) => {
                self.trailers += 1;
                if self.trailers > limits.fields {
                    return Err(Refusal::TrailersTooLarge);
                }
                Ok(Part::TrailerName)
            }
            (Part::TrailerName, b':') => Ok(Part::TrailerValue),
            (Part::TrailerName, _) if is_token_byte(byte) => Ok(Part::TrailerName),
            (Part::TrailerValue, b'\r') => Ok(Part::TrailerLineFeed),
            (Part::TrailerValue, _) if is_value_byte(byte) => Ok(Part::TrailerValue),
            (Part::TrailerLineFeed, b'\n') => Ok(Part::TrailerStart),
            (Part::TrailerLineFeed, _) => Err(Refusal::BareCr),
            (_, b'\n') => Err(Refusal::BareLf),
            _ => Err(Refusal::TrailerSyntax),
        }
    }
}

fn expect(byte: u8, wanted: u8, refusal: Refusal) -> Result<(), Refusal> {
    if byte == wanted { Ok(()) } else { Err(refusal) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{AnswerAt, Seen, assert_split_invariant, observe};
    use crate::{Eof, Limits, Refusal};

    fn limits() -> Limits {
        Limits {
            body: 1000,
            ..Limits::default()
        }
    }

    /// What follows the head of a chunked request.
    fn decode(body: &[u8]) -> Vec<Seen> {
        let mut input =
            b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        input.extend_from_slice(body);
        assert_split_invariant(&input, &[], limits());
        observe(&input, [], limits(), AnswerAt::End).split_off(1)
    }

    fn refusal(body: &[u8]) -> Option<Refusal> {
        match decode(body).last() {
            Some(Seen::Refused(refusal)) => Some(*refusal),
            _ => None,
        }
    }

    #[test]
    fn chunks_are_joined_and_trailers_dropped() {
        let hello = || {
            vec![
                Seen::Body(b"hello".to_vec()),
                Seen::End,
                Seen::Eof(Eof::Clean),
            ]
        };
        let table: &[&[u8]] = &[
            b"5\r\nhello\r\n0\r\n\r\n",
            b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            // RFC 9112 §7.1: chunk-size is hexadecimal of either case, last-chunk = 1*("0").
            b"0005\r\nhello\r\n000\r\n\r\n",
            // Leading zeros do not overflow.
            b"00000000000000000000000000005\r\nhello\r\n0\r\n\r\n",
            // RFC 9112 §7.1.1: unrecognized extensions MUST be ignored.
            b"5;a=b\r\nhello\r\n0;c\r\n\r\n",
            b"5 ;a\r\nhello\r\n0\r\n\r\n",
            b"5;a=\"x;y\xe9\"\t;b\r\nhello\r\n0\r\n\r\n",
            b"5;\r\nhello\r\n0\r\n\r\n",
            // RFC 9112 §7.1.2: trailers may be discarded; they never change the framing.
            b"5\r\nhello\r\n0\r\nA: b\r\nEmpty:\r\nContent-Length: 99\r\n\r\n",
        ];
        for body in table {
            assert_eq!(
                decode(body),
                hello(),
                "{:?}",
                body.escape_ascii().to_string()
            );
        }
        let capital = decode(b"A\r\n0123456789\r\n0\r\n\r\n");
        assert_eq!(capital[0], Seen::Body(b"0123456789".to_vec()));
        assert_eq!(decode(b"a\r\n0123456789\r\n0\r\n\r\n"), capital);
        assert_eq!(decode(b"0\r\n\r\n"), [Seen::End, Seen::Eof(Eof::Clean)]);
    }

    #[test]
    fn every_broken_chunk_has_its_refusal() {
        use Refusal::*;
        let table: &[(&[u8], Refusal)] = &[
            // RFC 9112 §7.1: chunk-size = 1*HEXDIG.
            (b"\r\n", ChunkSize),
            (b"g\r\n", ChunkSize),
            (b"-5\r\n", ChunkSize),
            (b"+5\r\n", ChunkSize),
            (b"0x5\r\n", ChunkSize),
            (b" 5\r\n", ChunkSize),
            (b"5g\r\n", ChunkSize),
            (b";a\r\n", ChunkSize),
            (b"5 \r\n", ChunkSize),
            (b"5 5\r\n", ChunkSize),
            (b"\0", ChunkSize),
            // RFC 9112 §7.1: prevent parsing errors due to integer overflow.
            (b"10000000000000000\r\n", ChunkSizeOverflow),
            (b"fffffffffffffffff", ChunkSizeOverflow),
            (b"00000000000000010000000000000005\r\n", ChunkSizeOverflow),
            // Every line end is CRLF.
            (b"5\nhello\r\n", BareLf),
            (b"5;a\nhello\r\n", BareLf),
            (b"5\rhello\r\n", BareCr),
            (b"5;a\rb\r\n", BareCr),
            (b"5;a\0\r\n", ChunkExtension),
            (b"5\r\nhello0\r\n\r\n", ChunkEnd),
            (b"5\r\nhello!\r\n0\r\n\r\n", ChunkEnd),
            (b"5\r\nhello\n0\r\n\r\n", ChunkEnd),
            (b"5\r\nhello\r0\r\n\r\n", ChunkEnd),
            // RFC 9112 §7.1.2: trailer-section = *( field-line CRLF ).
            (b"0\r\n\n", BareLf),
            (b"0\r\n\rx", BareCr),
            (b"0\r\nA\r\n", TrailerSyntax),
            (b"0\r\nA : b\r\n", TrailerSyntax),
            (b"0\r\n: b\r\n", TrailerSyntax),
            (b"0\r\n A: b\r\n", TrailerSyntax),
            (b"0\r\nA: b\0\r\n", TrailerSyntax),
            (b"0\r\nA: b\n", BareLf),
            (b"0\r\nA: b\rc", BareCr),
        ];
        for &(body, expected) in table {
            let name = body.escape_ascii().to_string();
            assert_eq!(refusal(body), Some(expected), "{name:?}");
            assert_eq!(expected.status(), 400, "{name:?}");
        }
    }

    #[test]
    fn a_body_that_breaks_off_is_truncated() {
        for body in [
            &b""[..],
            b"5",
            b"5\r\nhel",
            b"5\r\nhello\r\n",
            b"0\r\n",
            b"0\r\nA: b\r\n",
        ] {
            assert_eq!(decode(body).last(), Some(&Seen::Eof(Eof::Truncated)));
        }
    }

    #[test]
    fn data_over_the_limit_is_refused_at_the_size_line() {
        // RFC 9110 §15.5.14.
        assert_eq!(refusal(b"3e9\r\n"), Some(Refusal::BodyTooLarge));
        assert_eq!(
            refusal(b"ffffffffffffffff\r\n"),
            Some(Refusal::BodyTooLarge)
        );
        let mut chunks = [&b"3e7\r\n"[..], &[b'x'; 999], b"\r\n1\r\ny\r\n"].concat();
        assert_eq!(refusal(&chunks), None);
        chunks.extend_from_slice(b"1\r\n");
        assert_eq!(refusal(&chunks), Some(Refusal::BodyTooLarge));
        // Two sizes whose sum wraps around 64 bits.
        let wrap = b"1\r\nx\r\nffffffffffffffff\r\n";
        assert_eq!(refusal(wrap), Some(Refusal::BodyTooLarge));
    }

    #[test]
    fn a_flood_of_extensions_is_refused() {
        // RFC 9112 §7.1.1: a server ought to limit the total length of extensions.
        let one = [&b"1;"[..], &[b'a'; 17_000], b"\r\nx\r\n"].concat();
        assert_eq!(refusal(&one), Some(Refusal::ChunkExtensionFlood));
        let each = [&b"1;"[..], &[b'a'; 99], b"\r\nx\r\n"].concat();
        assert_eq!(refusal(&each.repeat(163)), None);
        assert_eq!(
            refusal(&each.repeat(164)),
            Some(Refusal::ChunkExtensionFlood)
        );
        assert_eq!(refusal(&[b'0'; 17_000]), Some(Refusal::ChunkExtensionFlood));
        assert_eq!(
            refusal(&[&b"1"[..], &[b' '; 17_000]].concat()),
            Some(Refusal::ChunkExtensionFlood)
        );
    }

    #[test]
    fn the_trailer_section_is_bounded_in_bytes_and_fields() {
        let fields = b"A: b\r\n".repeat(256);
        assert_eq!(refusal(&[b"0\r\n", &fields[..], b"\r\n"].concat()), None);
        let more = [b"0\r\n", &fields[..], b"A: b\r\n\r\n"].concat();
        assert_eq!(refusal(&more), Some(Refusal::TrailersTooLarge));
        let long = [&b"0\r\nA: "[..], &vec![b'b'; 70_000]].concat();
        assert_eq!(refusal(&long), Some(Refusal::TrailersTooLarge));
        assert_eq!(Refusal::TrailersTooLarge.status(), 431);
    }
}
