//! The bodies of the property tests and the fuzz targets: drivers that feed the parsers as a
//! server would, record what they see and assert what must hold for any input. Not part of
//! the production interface.

pub mod forms;
pub mod multipart;
pub mod selection;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;

/// Takes sizes of pieces from the front of fuzzed bytes: a count, then so many sizes.
fn pieces_and_rest(data: &[u8]) -> (Vec<usize>, &[u8]) {
    let Some((&count, rest)) = data.split_first() else {
        return (Vec::new(), data);
    };
    let count = usize::from(count % 32).min(rest.len());
    let (sizes, rest) = rest.split_at(count);
    (sizes.iter().map(|&size| usize::from(size)).collect(), rest)
}
