//! Compiles the C side of the extension against the PHP that `PHP_CONFIG` names.

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

const SOURCES: [&str; 35] = [
    "cancellation.c",
    "args.c",
    "callback.c",
    "callee.c",
    "blocks.c",
    "context.c",
    "exception.c",
    "fatal.c",
    "fiber.c",
    "fork.c",
    "freeing.c",
    "generator.c",
    "guard.c",
    "guarded.c",
    "guarding_pdo.c",
    "holders.c",
    "hush.c",
    "interface.c",
    "iterating.c",
    "iterator.c",
    "loading.c",
    "module.c",
    "object.c",
    "script.c",
    "signal.c",
    "stacks.c",
    "stall.c",
    "state.c",
    "streams.c",
    "text.c",
    "timeout.c",
    "trace.c",
    "uploads.c",
    "values.c",
    "warning.c",
];

/// Fields of the engine that come and go: header, what to look for, macro to define.
const FIELDS: [(&str, &str, &str); 8] = [
    (
        "Zend/zend_globals.h",
        "last_fatal_error_backtrace;",
        "TA_HAS_FATAL_BACKTRACE",
    ),
    (
        "Zend/zend_globals.h",
        "*prev_exception",
        "TA_HAS_PREV_EXCEPTION",
    ),
    ("Zend/zend_globals.h", "*in_autoload", "TA_HAS_IN_AUTOLOAD"),
    (
        "Zend/zend_execute.h",
        "zend_fcall_interrupt(",
        "TA_HAS_FCALL_INTERRUPT",
    ),
    (
        "Zend/zend_globals.h",
        "autoload_current_classnames;",
        "TA_HAS_AUTOLOAD_CLASSNAMES",
    ),
    (
        "ext/standard/file.h",
        "*wrapper_logged_errors",
        "TA_HAS_LOGGED_ERRORS",
    ),
    (
        "ext/standard/file.h",
        "stream_error_state;",
        "TA_HAS_STREAM_ERROR_STATE",
    ),
    (
        "ext/json/php_json.h",
        "error_details;",
        "TA_HAS_JSON_ERROR_DETAILS",
    ),
];

/// Compiled where the headers of PDO are installed.
const PDO_SOURCES: [&str; 3] = ["pdo.c", "pdo_driver.c", "pdo_link.c"];

/// Fields of PDO's structs that were another type once.
const PDO_FIELDS: [(&str, &str); 2] = [
    ("zval database_object_handle;", "TA_HAS_PDO_HANDLE_ZVAL"),
    ("zval query_stmt_zval;", "TA_HAS_PDO_QUERY_ZVAL"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let php_config = env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".to_owned());
    println!("cargo:rerun-if-env-changed=PHP_CONFIG");

    let includes = ask(&php_config, "--includes")?;
    let version: u32 = ask(&php_config, "--vernum")?.parse()?;
    for minor in 2..=6 {
        println!("cargo:rustc-check-cfg=cfg(php8{minor})");
        if version >= 80_000 + minor * 100 {
            println!("cargo:rustc-cfg=php8{minor}");
        }
    }
    println!(
        "cargo:rustc-env=TA_PHP_VERSION={}",
        ask(&php_config, "--version")?
    );

    let mut build = cc::Build::new();
    for flag in includes.split_whitespace() {
        build.flag(flag);
    }
    build
        .define(
            "TA_VERSION",
            Some(format!("\"{}\"", env::var("CARGO_PKG_VERSION")?).as_str()),
        )
        .flag("-fno-strict-aliasing")
        .flag_if_supported("-Wno-unused-parameter")
        .flag_if_supported("-Wno-sign-compare");
    let headers = PathBuf::from(ask(&php_config, "--include-dir")?);
    for (header, field, define) in FIELDS {
        if std::fs::read_to_string(headers.join(header))?.contains(field) {
            build.define(define, None);
        }
    }
    println!("cargo:rustc-check-cfg=cfg(pdo)");
    let mut sources = SOURCES.to_vec();
    if let Ok(header) = std::fs::read_to_string(headers.join("ext/pdo/php_pdo_driver.h")) {
        println!("cargo:rustc-cfg=pdo");
        sources.extend(PDO_SOURCES);
        for (field, define) in PDO_FIELDS {
            if header.contains(field) {
                build.define(define, None);
            }
        }
    }
    for source in sources {
        let path = format!("src/zend/shim/{source}");
        println!("cargo:rerun-if-changed={path}");
        build.file(path);
    }
    for header in ["context.h", "guard.h", "pdo.h", "shim.h"] {
        println!("cargo:rerun-if-changed=src/zend/shim/{header}");
    }
    build.compile("ta_shim");
    Ok(())
}

fn ask(php_config: &str, what: &str) -> Result<String, Box<dyn Error>> {
    let output = Command::new(php_config)
        .arg(what)
        .output()
        .map_err(|error| {
            format!("cannot run {php_config}: {error}; install the PHP headers or set PHP_CONFIG")
        })?;
    if !output.status.success() {
        return Err(format!("{php_config} {what} failed with {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
