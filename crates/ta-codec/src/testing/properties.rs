//! Property tests over inputs that are made to be nearly right: pieces of real messages in
//! any order, so that every rule is met, broken and met again.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::forms::forms;
use super::multipart::{assert_split_invariant, assert_survives, multipart, small_limits};
use super::selection::{assert_ranges, selection};
use crate::multipart::Limits;
use crate::range;

const MULTIPART: &[&[u8]] = &[
    b"--b\r\n",
    b"\r\n--b\r\n",
    b"\n--b\n",
    b"\r\n--b--\r\n",
    b"--b--",
    b"--b \t\r\n",
    b"--bx\r\n",
    b"--b\rx",
    b"--b-",
    b"\r\n--",
    b"\r\n-",
    b"\r\n",
    b"\r",
    b"\n",
    b"\r\r\n--b",
    b"Content-Disposition: form-data; name=\"a\"\r\n",
    b"content-disposition:form-data;name=a;filename=\"f\"\n",
    b"Content-Disposition: form-data; filename*=UTF-8''%41\r\n ; name=longer\r\n",
    b"Content-Disposition: form-data; name=\"unclosed\r\n",
    b"Content-Disposition: form-data\r\n",
    b"Content-Type: text/plain; charset=x\r\n",
    b"X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    b"broken\r\n",
    b": x\r\n",
    b"--c",
    b"data",
];

fn multipart_soup() -> impl Strategy<Value = Vec<u8>> {
    const PART: &[u8] =
        b"\r\n--b\r\nContent-Disposition: form-data; name=\"a\"; filename=f\r\n\r\ndata";
    let piece = prop_oneof![
        8 => select(MULTIPART).prop_map(<[u8]>::to_vec),
        3 => Just(PART.to_vec()),
        1 => vec(any::<u8>(), 1..4),
    ];
    vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// Fragments of queries, ranges, tags and weights, in any order.
fn field_soup() -> impl Strategy<Value = Vec<u8>> {
    const FRAGMENTS: &[&str] = &[
        "bytes=",
        "0-",
        "-5",
        "0-0",
        "3-7",
        "99-",
        ",",
        " ",
        "-",
        "1",
        "18446744073709551615",
        "\"a\"",
        "W/\"a\"",
        "\"",
        "W/",
        "*",
        "gzip",
        "br",
        "identity",
        ";q=0",
        ";q=0.5",
        ";",
        "q=",
        "a=b&",
        "[",
        "]",
        "a[b]",
        "%41",
        "%",
        "+",
        "&",
        "Sun, 06 Nov 1994 08:49:37 GMT",
    ];
    let fragment = prop_oneof![
        9 => select(FRAGMENTS).prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..3),
    ];
    vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_split_of_multipart_fragments_gives_the_same_parts(
        body in multipart_soup(), pieces in vec(0usize..40, 0..20)
    ) {
        assert_split_invariant(&body, &pieces, Limits::default());
        assert_split_invariant(&body, &pieces, small_limits());
    }

    #[test]
    fn any_value_without_a_delimiter_arrives_unchanged(
        value in prop_oneof![multipart_soup(), vec(any::<u8>(), 0..300)],
        pieces in vec(0usize..40, 0..20)
    ) {
        assert_survives(&value, &pieces);
    }

    #[test]
    fn ranges_are_inside_and_apart(
        specs in vec((any::<bool>(), 0u64..60, 0u64..60), 0..8), length in 0u64..60, gap in 0u64..5
    ) {
        let specs: Vec<_> = specs
            .into_iter()
            .map(|(suffix, a, b)| if suffix {
                format!("-{a}")
            } else {
                format!("{}-{}", a.min(b), a.max(b))
            })
            .collect();
        let field = format!("bytes={}", specs.join(","));
        assert_ranges(field.as_bytes(), length, range::Limits { ranges: 8, gap });
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        data in prop_oneof![field_soup(), multipart_soup(), vec(any::<u8>(), 0..300)]
    ) {
        multipart(&data);
        forms(&data);
        selection(&data);
    }
}
