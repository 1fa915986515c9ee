//! How fast urlencoded forms are decoded: MB/s of input on one core, the best and the median
//! of several rounds. `cargo bench -p ta-codec`.

use std::hint::black_box;
use std::time::Instant;

use ta_codec::forms::{Limits, Variables};

const ROUNDS: usize = 101;

fn main() {
    let limits = Limits {
        variables: usize::MAX,
        ..Limits::default()
    };
    for (name, pair) in [
        ("plain pairs", "name=value&"),
        (
            "nested names",
            "order%5Bitems%5D%5B12%5D%5Bname%5D=Some+thing&",
        ),
        ("one plain value", &format!("a={}&", "x".repeat(1000))),
        ("escaped text", &format!("a={}&", "%D0%96".repeat(150))),
    ] {
        let input = pair.repeat((256 << 10) / pair.len());
        let mut text = vec![0; input.len()];
        let mut times: Vec<_> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                let mut variables = Variables::new(input.as_bytes(), limits);
                while let Ok(Some(variable)) = variables.next_variable() {
                    black_box(variable.path.count());
                    let target = &mut text[..variable.value.decoded_len()];
                    variable.value.decode_into(target);
                    black_box(target);
                }
                start.elapsed()
            })
            .collect();
        times.sort();
        let speed = |time: std::time::Duration| input.len() as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{name:<16} {:7.0} MB/s at best, {:7.0} median",
            speed(times[0]),
            speed(times[ROUNDS / 2]),
        );
    }
}
