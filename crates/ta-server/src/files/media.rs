//! Media types by file name: our table of what the web is made of, with
//! `mime_guess` for the rest.

/// What is not known.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// Longest extension looked up.
const LONGEST: usize = 16;

/// The extension of a file name, as it stands there.
pub(crate) fn extension(path: &[u8]) -> Option<&[u8]> {
    let name = path.rsplit(|&byte| byte == b'/').next()?;
    let dot = name.iter().rposition(|&byte| byte == b'.')?;
    Some(&name[dot + 1..]).filter(|extension| !extension.is_empty())
}

/// The media type of a file.
pub(crate) fn of_path(path: &[u8]) -> &'static str {
    extension(path).map_or(UNKNOWN, of_extension)
}

fn of_extension(extension: &[u8]) -> &'static str {
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..extension.len()) else {
        return UNKNOWN;
    };
    lower.copy_from_slice(extension);
    lower.make_ascii_lowercase();
    match &*lower {
        b"html" | b"htm" => "text/html; charset=utf-8",
        b"css" => "text/css; charset=utf-8",
        b"csv" => "text/csv; charset=utf-8",
        b"md" => "text/markdown; charset=utf-8",
        b"txt" => "text/plain; charset=utf-8",
        b"js" | b"mjs" => "text/javascript; charset=utf-8",
        b"xml" => "text/xml; charset=utf-8",
        b"json" | b"map" => "application/json",
        b"webmanifest" => "application/manifest+json",
        b"manifest" => "text/cache-manifest",
        b"atom" => "application/atom+xml",
        b"rss" => "application/rss+xml",
        b"xhtml" => "application/xhtml+xml",
        b"yaml" | b"yml" => "application/yaml",
        b"pdf" => "application/pdf",
        b"wasm" => "application/wasm",
        b"zip" => "application/zip",
        b"gz" => "application/gzip",
        b"zst" => "application/zstd",
        b"tar" => "application/x-tar",
        b"bin" => UNKNOWN,
        b"eot" => "application/vnd.ms-fontobject",
        b"avif" => "image/avif",
        b"bmp" => "image/bmp",
        b"gif" => "image/gif",
        b"png" => "image/png",
        b"webp" => "image/webp",
        b"jpg" | b"jpeg" => "image/jpeg",
        b"tif" | b"tiff" => "image/tiff",
        b"svg" => "image/svg+xml",
        b"ico" => "image/x-icon",
        b"mp3" => "audio/mpeg",
        b"ogg" => "audio/ogg",
        b"wav" => "audio/wav",
        b"mp4" => "video/mp4",
        b"webm" => "video/webm",
        b"otf" => "font/otf",
        b"ttf" => "font/ttf",
        b"woff" => "font/woff",
        b"woff2" => "font/woff2",
        other => std::str::from_utf8(other)
            .ok()
            .and_then(|extension| mime_guess::from_ext(extension).first_raw())
            .unwrap_or(UNKNOWN),
    }
}

/// Whether files of this type are usually worth compressing.
pub(crate) fn is_compressible(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(
            essence,
            "application/json"
                | "application/javascript"
                | "application/xml"
                | "application/yaml"
                | "application/wasm"
                | "application/vnd.ms-fontobject"
                | "application/x-tar"
                | "image/bmp"
                | "image/x-icon"
                | "font/otf"
                | "font/ttf"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_whatever_its_case() {
        for (path, expected) in [
            ("a.html", "text/html; charset=utf-8"),
            ("A.HTM", "text/html; charset=utf-8"),
            ("b/c.min.JS", "text/javascript; charset=utf-8"),
            ("x.tar.gz", "application/gzip"),
            ("x.bin", UNKNOWN),
            ("x.epub", "application/epub+zip"),
        ] {
            assert_eq!(of_path(path.as_bytes()), expected, "{path}");
        }
    }

    #[test]
    fn what_has_no_known_extension_is_bytes() {
        for path in [
            "",
            "README",
            "a.",
            "dir.css/README",
            "x.qqq",
            "x.averyveryverylongextension",
        ] {
            assert_eq!(of_path(path.as_bytes()), UNKNOWN, "{path}");
        }
    }

    #[test]
    fn text_is_compressible_and_pictures_are_not() {
        for path in ["a.html", "a.css", "a.json", "a.svg", "a.wasm", "a.ttf"] {
            assert!(is_compressible(of_path(path.as_bytes())), "{path}");
        }
        for path in ["a.png", "a.woff2", "a.gz", "a.mp4", "a"] {
            assert!(!is_compressible(of_path(path.as_bytes())), "{path}");
        }
    }
}
