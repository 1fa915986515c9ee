--TEST--
Processes: a cancelled wait ends with the cancellation, and other children are well
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$again = fn() => [exec('echo well; exit 3', $lines, $code), $code];
$calls = [
    'shell_exec' => fn() => shell_exec('exec sleep 2'),
    'exec' => fn() => exec('exec sleep 2'),
    'system' => fn() => system('exec sleep 2'),
    'passthru' => fn() => passthru('exec sleep 2'),
    'proc_close' => fn() => proc_close(proc_open('exec sleep 2', [], $pipes)),
    'pclose' => fn() => pclose(popen('exec sleep 2 >&-', 'w')),
    'proc_open and fgets' => function () {
        $child = proc_open('exec sleep 2', [1 => ['pipe', 'w']], $pipes);
        return fgets($pipes[1]);
    },
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
?>
--EXPECT--
shell_exec: finally, Async\AsyncCancellation, then ["well",3]
exec: finally, Async\AsyncCancellation, then ["well",3]
system: finally, Async\AsyncCancellation, then ["well",3]
passthru: finally, Async\AsyncCancellation, then ["well",3]
proc_close: finally, Async\AsyncCancellation, then ["well",3]
pclose: finally, Async\AsyncCancellation, then ["well",3]
proc_open and fgets: finally, Async\AsyncCancellation, then ["well",3]
