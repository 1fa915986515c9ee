--TEST--
Processes: whoever waits for a child notices at once that it was killed
--EXTENSIONS--
posix
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

/** A command that says in a file who it is, and how to kill it. */
$file = __DIR__ . '/killed.tmp';
$command = 'echo $$ >' . escapeshellarg($file) . '; exec sleep 60';
$kill = function () use ($file) {
    for ($try = 0; $try < 500 && !str_ends_with((string) @file_get_contents($file), "\n"); $try++) {
        usleep(10_000);
    }
    posix_kill((int) file_get_contents($file), 9);
    unlink($file);
};
$calls = [
    'shell_exec' => fn() => shell_exec($command),
    'exec' => fn() => [exec($command, $lines, $code), $code === 0],
    'passthru' => fn() => [passthru($command, $code), $code === 0],
    'pclose' => fn() => pclose(popen($command, 'w')) === 0,
    'proc_close' => fn() => proc_close(proc_open($command, [], $pipes)) === 0,
    'reading its pipe' => function () use ($command) {
        $child = proc_open($command, [1 => ['pipe', 'w']], $pipes);
        return [fgets($pipes[1]), feof($pipes[1])];
    },
    'writing to its pipe' => function () use ($command) {
        $child = proc_open($command, [['pipe', 'r']], $pipes);
        return fwrite($pipes[0], str_repeat('x', 500_000)) < 500_000;
    },
];
foreach ($calls as $name => $call) {
    bereaved($name, $call, $kill);
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/killed.tmp');
?>
--EXPECT--
shell_exec: null
exec: ["",false]
passthru: [null,false]
pclose: false
proc_close: false
reading its pipe: [false,true]
writing to its pipe: true, warnings: 1
