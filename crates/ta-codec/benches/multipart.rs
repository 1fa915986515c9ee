//! How fast file content goes through the multipart parser: GB/s on one core, the best and
//! the median of several rounds. `cargo bench -p ta-codec`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ta_codec::multipart::{Boundary, FormLimits, FormReader, Item};

const BOUNDARY: &[u8] = b"----WebKitFormBoundary7MA4YWxkTrZu0gW";
const FILE: usize = 64 << 20;
const ROUNDS: usize = 15;

fn main() {
    // `cargo test` runs benches once with this, to see that they work.
    let quick = std::env::args().any(|argument| argument == "--test");
    let (file, rounds) = if quick { (1 << 20, 1) } else { (FILE, ROUNDS) };
    for (name, content) in [
        ("random bytes", random(file)),
        (
            "text of short lines",
            b"a line of text\r\n".repeat(file / 16),
        ),
        ("line feeds", vec![b'\n'; file]),
        ("dashes", vec![b'-'; file]),
        (
            "near misses",
            b"\r\n------WebKitFormBoundary7MA4YWxkTrZu0g_".repeat(file / 40),
        ),
    ] {
        let body = body_of(&content);
        for chunk in [8 << 10, 64 << 10] {
            let mut times: Vec<_> = (0..rounds)
                .map(|_| parse(&body, chunk, content.len()))
                .collect();
            times.sort();
            let speed = |time: Duration| content.len() as f64 / time.as_secs_f64() / 1e9;
            println!(
                "{name:<20} chunks of {:>2} KiB: {:6.1} GB/s at best, {:6.1} median",
                chunk >> 10,
                speed(times[0]),
                speed(times[rounds / 2]),
            );
        }
    }
}

/// Bytes without a pattern (xorshift).
fn random(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..length / 8)
        .flat_map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_ne_bytes()
        })
        .collect()
}

fn body_of(content: &[u8]) -> Bytes {
    let mut body = Vec::with_capacity(content.len() + 400);
    body.extend_from_slice(b"--");
    body.extend_from_slice(BOUNDARY);
    body.extend_from_slice(
        b"\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\n\
          Content-Type: application/octet-stream\r\n\r\n",
    );
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--");
    body.extend_from_slice(BOUNDARY);
    body.extend_from_slice(b"--\r\n");
    Bytes::from(body)
}

/// The time to take `body` apart in chunks of this size; its file must have `length` bytes.
fn parse(body: &Bytes, chunk: usize, length: usize) -> Duration {
    let boundary = Boundary::new(BOUNDARY).expect("a boundary browsers send");
    let mut reader = FormReader::new(&boundary, FormLimits::default());
    let mut size = None;
    let start = Instant::now();
    for at in (0..body.len()).step_by(chunk) {
        let mut input = body.slice(at..body.len().min(at + chunk));
        while let Some(item) = reader.next(&mut input).expect("a good body") {
            match item {
                Item::FileEnd(result) => size = Some(result),
                item => {
                    black_box(item);
                }
            }
        }
    }
    let time = start.elapsed();
    assert_eq!(size, Some(Ok(length as u64)));
    assert_eq!(reader.finish(), Ok(()));
    time
}
