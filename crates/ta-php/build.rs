//! Compiles the C side of the extension against the PHP that `PHP_CONFIG` names.

use std::env;
use std::error::Error;
use std::process::Command;

const SOURCES: [&str; 9] = [
    "args.c",
    "context.c",
    "fatal.c",
    "module.c",
    "object.c",
    "script.c",
    "signal.c",
    "state.c",
    "values.c",
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
    for source in SOURCES {
        let path = format!("src/zend/shim/{source}");
        println!("cargo:rerun-if-changed={path}");
        build.file(path);
    }
    println!("cargo:rerun-if-changed=src/zend/shim/shim.h");
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
