//! Every policy, resolved by the kernel and by ourselves: both must say the same.

use std::fs;
use std::io::Read;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;

/// A root with a bit of everything, and a secret beside it.
struct Tree {
    base: TempDir,
    root: Directory,
}

impl Tree {
    fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        // Temporary directories may lie behind links.
        let path = base.path().canonicalize().unwrap();
        fs::create_dir_all(path.join("root/sub/deep")).unwrap();
        fs::create_dir(path.join("outside")).unwrap();
        fs::write(path.join("outside/secret"), "secret").unwrap();
        fs::write(path.join("root/file"), "file").unwrap();
        fs::write(path.join("root/sub/file"), "sub").unwrap();
        Self {
            root: Directory::open(&path.join("root")).unwrap(),
            base,
        }
    }

    fn path(&self) -> PathBuf {
        self.base.path().canonicalize().unwrap()
    }

    fn link(&self, name: &str, target: impl AsRef<Path>) {
        symlink(target, self.path().join("root").join(name)).unwrap();
    }

    /// What is read at a path, by both ways to resolve it.
    fn read(&self, relative: &str, symlinks: Symlinks) -> Result<String, Unfound> {
        let [kernel, walk] = [false, true].map(|walks| {
            let root = Directory {
                walks,
                ..self.root.clone()
            };
            let opened = root.get(relative.as_bytes(), symlinks)?;
            match opened.kind() {
                FileType::Directory => Err(Unfound::Directory),
                FileType::RegularFile => {
                    let mut text = String::new();
                    fs::File::from(opened.fd).read_to_string(&mut text).unwrap();
                    Ok(text)
                }
                _ => Err(Unfound::Missing),
            }
        });
        assert_eq!(kernel, walk, "{relative}, {symlinks:?}");
        kernel
    }

    fn each(&self, relative: &str) -> [Result<String, Unfound>; 3] {
        [Symlinks::Reject, Symlinks::Follow, Symlinks::OwnerMatch]
            .map(|symlinks| self.read(relative, symlinks))
    }
}

fn all<T: Clone>(value: T) -> [T; 3] {
    std::array::from_fn(|_| value.clone())
}

fn text(text: &str) -> Result<String, Unfound> {
    Ok(text.to_owned())
}

#[test]
fn plain_files_and_directories_are_found() {
    let tree = Tree::new();
    assert_eq!(tree.each("file"), all(text("file")));
    assert_eq!(tree.each("sub/file"), all(text("sub")));
    for (path, expected) in [
        ("sub", Unfound::Directory),
        ("sub/deep", Unfound::Directory),
        ("nothing", Unfound::Missing),
        ("sub/nothing/at/all", Unfound::Missing),
        ("file/below", Unfound::Missing),
    ] {
        assert_eq!(tree.each(path), all(Err(expected)), "{path}");
    }
    let long = "x".repeat(5000);
    assert_eq!(tree.each(&long), all(Err(Unfound::Missing)));
    let deep = "x/".repeat(3000) + "x";
    assert_eq!(tree.each(&deep), all(Err(Unfound::Missing)));
}

#[test]
fn other_kinds_of_files_are_missing_and_do_not_block() {
    let tree = Tree::new();
    let root = tree.path().join("root");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("fifo"),
        FileType::Fifo,
        Mode::RUSR,
        0,
    )
    .unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
    assert_eq!(tree.each("fifo"), all(Err(Unfound::Missing)));
    assert_eq!(tree.each("socket"), all(Err(Unfound::Missing)));
}

#[test]
fn links_below_the_root_are_followed_where_that_is_allowed() {
    let tree = Tree::new();
    tree.link("relative", "sub/file");
    tree.link("sub/up", "../file");
    tree.link("absolute", tree.path().join("root/sub/file"));
    tree.link("directory", "sub");
    tree.link("chain", "relative");
    tree.link("dot", ".");
    for (path, content) in [
        ("relative", "sub"),
        ("sub/up", "file"),
        ("absolute", "sub"),
        ("directory/file", "sub"),
        ("chain", "sub"),
        ("dot/dot/file", "file"),
    ] {
        let [reject, follow, owner] = tree.each(path);
        assert_eq!(reject, Err(Unfound::Denied), "{path}");
        assert_eq!(follow, text(content), "{path}");
        // We made both.
        assert_eq!(owner, text(content), "{path}");
    }
    let [_, follow, owner] = tree.each("directory");
    assert_eq!(
        [follow, owner],
        [Err(Unfound::Directory), Err(Unfound::Directory)]
    );
}

#[test]
fn links_that_lead_out_are_denied() {
    let tree = Tree::new();
    let path = tree.path();
    tree.link("out", "../outside/secret");
    tree.link("outabs", path.join("outside/secret"));
    tree.link("outdir", "../outside");
    tree.link("above", "..");
    tree.link("etc", "/etc/passwd");
    tree.link("sneaky", path.join("root/../outside/secret"));
    tree.link("proc", "/proc/self/root");
    tree.link("prefix", format!("{}-evil/x", path.join("root").display()));
    tree.link("loop", "loop");
    fs::create_dir(path.join("root-evil")).unwrap();
    fs::write(path.join("root-evil/x"), "secret").unwrap();
    for path in [
        "out",
        "outabs",
        "outdir/secret",
        "outdir",
        "above",
        "above/outside/secret",
        "above/root/file",
        "etc",
        "sneaky",
        "proc/etc/passwd",
        "prefix",
        "loop",
    ] {
        assert_eq!(tree.each(path), all(Err(Unfound::Denied)), "{path}");
    }
}

#[test]
fn an_absolute_link_may_come_back_by_another_way() {
    let tree = Tree::new();
    let path = tree.path();
    symlink(path.join("root"), path.join("alias")).unwrap();
    tree.link("roundabout", path.join("alias/sub/file"));
    let [reject, follow, owner] = tree.each("roundabout");
    assert_eq!(follow, text("sub"));
    // What lies outside has owners that nobody compared.
    assert_eq!(
        [reject, owner],
        [Err(Unfound::Denied), Err(Unfound::Denied)]
    );
}

#[test]
fn owners_of_link_and_target_have_to_match() {
    let tree = Tree::new();
    tree.link("link", "sub/file");
    tree.link("dirlink", "sub");
    tree.link("chain", "link");
    let link = tree.path().join("root/link");
    let changed = std::os::unix::fs::lchown(&link, Some(65534), None)
        .and_then(|()| std::os::unix::fs::chown(tree.path().join("root/sub"), Some(65534), None));
    if changed.is_err() {
        // Only root may give files away.
        return;
    }
    assert_eq!(tree.read("link", Symlinks::Follow), text("sub"));
    for path in ["link", "chain", "dirlink", "dirlink/file"] {
        assert_eq!(
            tree.read(path, Symlinks::OwnerMatch),
            Err(Unfound::Denied),
            "{path}"
        );
    }
    assert_eq!(tree.read("sub/file", Symlinks::OwnerMatch), text("sub"));
}

#[test]
fn a_root_that_was_replaced_is_noticed() {
    let tree = Tree::new();
    let path = tree.path();
    let root = Root::open(&path.join("root")).unwrap();
    assert!(root.at(0).get(b"file", Symlinks::Reject).is_ok());
    fs::rename(path.join("root"), path.join("old")).unwrap();
    assert!(
        root.at(CHECK).get(b"file", Symlinks::Reject).is_ok(),
        "nothing new yet"
    );
    fs::create_dir(path.join("root")).unwrap();
    fs::write(path.join("root/new"), "new").unwrap();
    assert!(
        root.at(2 * CHECK - 1)
            .get(b"new", Symlinks::Reject)
            .is_err()
    );
    assert!(root.at(2 * CHECK).get(b"new", Symlinks::Reject).is_ok());
}

/// Somebody swaps a file, a directory and links to the outside as fast as they
/// can; nothing but what is inside may ever be read.
#[test]
fn no_race_with_renames_gets_anything_outside() {
    let tree = Tree::new();
    let root = tree.path().join("root");
    let outside = tree.path().join("outside");
    fs::write(outside.join("file"), "secret").unwrap();
    fs::write(root.join("swap"), "file").unwrap();
    fs::create_dir(root.join("dir")).unwrap();
    fs::write(root.join("dir/file"), "sub").unwrap();
    symlink(outside.join("secret"), root.join("evil-file")).unwrap();
    symlink("../outside", root.join("evil-dir")).unwrap();
    let over = AtomicBool::new(false);
    let mut read = [0_u32; 2];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let exchange = |one: &str, other: &str| {
                rustix::fs::renameat_with(
                    rustix::fs::CWD,
                    root.join(one),
                    rustix::fs::CWD,
                    root.join(other),
                    rustix::fs::RenameFlags::EXCHANGE,
                )
                .unwrap();
            };
            while !over.load(Ordering::Relaxed) {
                exchange("swap", "evil-file");
                exchange("dir", "evil-dir");
            }
        });
        let _over = Over(&over);
        let end = Instant::now() + Duration::from_secs(1);
        while Instant::now() < end {
            for (walks, symlinks) in [
                (false, Symlinks::Reject),
                (false, Symlinks::Follow),
                (true, Symlinks::Reject),
                (true, Symlinks::Follow),
                (true, Symlinks::OwnerMatch),
            ] {
                let directory = Directory {
                    walks,
                    ..tree.root.clone()
                };
                for path in ["swap", "dir/file"] {
                    let Ok(opened) = directory.get(path.as_bytes(), symlinks) else {
                        continue;
                    };
                    let mut text = String::new();
                    fs::File::from(opened.fd).read_to_string(&mut text).unwrap();
                    assert!(
                        ["file", "sub"].contains(&&*text),
                        "{walks} {symlinks:?}: {text}"
                    );
                    read[usize::from(walks)] += 1;
                }
            }
        }
    });
    assert!(
        read.iter().all(|&count| count > 0),
        "there were files to read: {read:?}"
    );
}

/// Tells another thread to end, also when a test fails.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
