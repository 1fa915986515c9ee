//! Real PHP as the judge of names: both read the same strings and must come to the same
//! arrays. Without a `php` in the path there is nothing to compare with, and it is said so.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::forms::parse_as;
use crate::forms::Limits;

const INPUTS: usize = 20_000;
/// Small, so that random names exceed them.
const LIMITS: Limits = Limits {
    variables: 6,
    depth: 3,
};
const SCRIPT: &str = r#"echo PHP_VERSION_ID, "\n";
while (($line = fgets(STDIN)) !== false) {
    parse_str(hex2bin(trim($line)), $result);
    echo bin2hex(serialize($result)), "\n";
}"#;

/// Queries of fragments that mean something to the grammar. No raw NUL: the argument of
/// `parse_str()` ends there.
fn queries() -> impl Strategy<Value = Vec<u8>> {
    const FRAGMENTS: &[&str] = &[
        "a",
        "b",
        "a",
        "[",
        "]",
        "[]",
        "[a]",
        "[b]",
        "[0]",
        "[ ]",
        "[%09]",
        "[  ]",
        "[ a]",
        "=",
        "=1",
        "&",
        "&",
        "&a=2",
        ".",
        "+",
        "%20",
        "%00",
        "%5B",
        "%5D",
        "%",
        "%4",
        "[7]",
        "[-3]",
        "[-0]",
        "[01]",
        "[9223372036854775807]",
        "[9223372036854775808]",
        "[99999999999999999999]",
        "[-9223372036854775808]",
        "[-9223372036854775809]",
        "[-]",
        "__Host-",
        "__Secure-",
        "..Host-",
        "%5f.Secure-",
        "7",
        "\u{e9}",
        "%e9",
        ";",
        "\t",
        "x=y&x[z]=1",
        "[a.b c]",
    ];
    let fragment = prop_oneof![
        12 => select(FRAGMENTS).prop_map(|text| text.as_bytes().to_vec()),
        1 => (1u8..).prop_map(|byte| vec![byte]),
    ];
    proptest::collection::vec(fragment, 0..14).prop_map(|fragments| fragments.concat())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

#[test]
fn variables_go_where_php_puts_them() {
    let spawned = Command::new("php")
        .args(["-n", "-d", "error_reporting=0", "-d", "log_errors=0"])
        .args(["-d", &format!("max_input_vars={}", LIMITS.variables)])
        .args(["-d", &format!("max_input_nesting_level={}", LIMITS.depth)])
        .args(["-r", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut php = match spawned {
        Ok(php) => php,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: there is no php to compare with");
            return;
        }
        Err(error) => panic!("cannot start php: {error}"),
    };

    let mut runner = TestRunner::deterministic();
    let inputs: Vec<Vec<u8>> = (0..INPUTS)
        .map(|_| {
            let tree = queries().new_tree(&mut runner);
            tree.expect("nothing is filtered").current()
        })
        .collect();
    let mut stdin = php.stdin.take().expect("stdin is piped");
    let lines: String = inputs.iter().map(|input| hex(input) + "\n").collect();
    // From another thread: PHP answers while it reads, and both pipes are finite.
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = php.wait_with_output().expect("php ends");
    writer
        .join()
        .expect("the writer does not panic")
        .expect("php reads everything");

    let output = String::from_utf8(output.stdout).expect("hexadecimal digits");
    let mut answers = output.lines();
    let version: u32 = answers
        .next()
        .and_then(|version| version.parse().ok())
        .expect("a version comes first");
    let mut compared = 0;
    for (input, theirs) in inputs.iter().zip(answers) {
        let mut ours = Vec::new();
        parse_as(input, LIMITS, version >= 80_300).serialize(&mut ours);
        assert_eq!(hex(&ours), theirs, "{}", input.escape_ascii());
        compared += 1;
    }
    assert_eq!(compared, INPUTS, "php answers every line");
}
