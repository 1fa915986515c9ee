--TEST--
Processes: output, exit codes and refusals are those of plain PHP
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

as_ever([
    'exec' => fn() => [exec("printf 'one  \\n\\ntwo\\r\\nlast'; exit 7", $lines, $code), $lines, $code],
    'exec of a long line' => fn() => strlen(exec("head -c 50000 /dev/zero | tr '\\0' x")),
    'exec of nothing' => fn() => exec(''),
    'system' => fn() => [system("printf 'one\\ntwo\\n'; exit 3", $code), $code],
    'passthru' => fn() => [passthru("printf 'a\\000b'; exit 4", $code), $code],
    'shell_exec' => fn() => [shell_exec("printf '  kept \\n'"), shell_exec('true'), shell_exec('exit 1')],
    // Compiled when deprecations are off, which they are since 8.5.
    'backticks' => fn() => eval('return `echo ticks`;'),
    'not found' => fn() => [exec('/nonexistent 2>/dev/null', $lines, $code), $code],
    'popen' => function () {
        $pipe = popen('cat; exit 5', 'w');
        return [fwrite($pipe, ''), pclose($pipe)];
    },
    'proc_open' => function () {
        $child = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        fwrite($pipes[0], 'through');
        fclose($pipes[0]);
        return [stream_get_contents($pipes[1]), stream_get_contents($pipes[2]), proc_close($child)];
    },
    // A process that ends at once or, since 8.6, a warning and false.
    'a program that is not there' => fn() => proc_open(['/nonexistent'], [], $pipes),
    'killed' => function () {
        $child = proc_open('exec sleep 60', [], $pipes);
        proc_terminate($child, 9);
        for ($try = 0; $try < 1000 && ($status = proc_get_status($child))['running']; $try++) {
            usleep(5000);
        }
        // What it is after the status was asked for differs between versions of PHP.
        trigger_error('closed with ' . proc_close($child), E_USER_NOTICE);
        return [$status['signaled'], $status['termsig']];
    },
    'current directory' => function () {
        $before = getcwd();
        chdir('/');
        $seen = [shell_exec('pwd'), stream_get_contents(popen('pwd', 'r'))];
        chdir($before);
        return $seen;
    },
    'environment' => function () {
        putenv('TA_PROCESS=set');
        return shell_exec('echo $TA_PROCESS');
    },
]);
?>
--EXPECTF--
exec: ["last",["one","","two","last"],7]
exec of a long line: 50000
exec of nothing: ValueError
system: "one\ntwo\n" printed, ["two",3]
passthru: "a\u0000b" printed, [null,4]
shell_exec: ["  kept \n",null,null]
backticks: "ticks\n"
not found: ["",127]
popen: [0,5]
proc_open: ["through","",0]
a program that is not there: %s
killed: [true,9], warnings: 1
current directory: ["/\n","/\n"]
environment: "set\n"
