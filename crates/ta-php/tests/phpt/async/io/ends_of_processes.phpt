--TEST--
Waiting for the end of a child lets others run, and the exit code is its own
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, spawn, suspend};

// Each has closed its output long before it ends.
$command = 'exec >&-; sleep %s; exit %d';
$ways = [
    'proc_close' => function () use ($command) {
        $child = proc_open(sprintf($command, 0.7, 3), [], $pipes);
        return proc_close($child);
    },
    'pclose' => function () use ($command) {
        return pclose(popen(sprintf($command, 0.5, 4), 'r'));
    },
    'exec' => function () use ($command) {
        exec(sprintf($command, 0.3, 5), $output, $code);
        return $code;
    },
    'system' => function () use ($command) {
        system(sprintf($command, 0.1, 6), $code);
        return $code;
    },
    'nobody' => fn() => suspend(),
];
$tasks = [];
foreach ($ways as $name => $way) {
    $tasks[] = spawn(function () use ($name, $way) {
        $code = $way();
        echo "$name: $code\n";
    });
}
await_all_or_fail($tasks);
?>
--EXPECT--
nobody: 
system: 6
exec: 5
pclose: 4
proc_close: 3
