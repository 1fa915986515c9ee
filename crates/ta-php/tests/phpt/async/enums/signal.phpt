--TEST--
Signal is backed by the numbers of Linux
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach (Async\Signal::cases() as $case) {
    echo $case->name, ' ', $case->value, "\n";
}
var_dump(Async\Signal::from(15) === Async\Signal::SIGTERM, Async\Signal::tryFrom(5));
?>
--EXPECT--
SIGHUP 1
SIGINT 2
SIGQUIT 3
SIGILL 4
SIGABRT 6
SIGFPE 8
SIGKILL 9
SIGUSR1 10
SIGSEGV 11
SIGUSR2 12
SIGTERM 15
SIGBREAK 21
SIGABRT2 22
SIGWINCH 28
bool(true)
NULL
