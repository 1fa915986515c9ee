--TEST--
What one call writes is not mixed with what another coroutine writes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

$pairs = [
    'socket' => fn() => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0),
    'pipe' => function () use (&$cat) {
        $cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        return $pipes;
    },
];
foreach ($pairs as $kind => $make) {
    [$out, $in] = $make();
    $source = tmpfile();
    fwrite($source, str_repeat('s', 400_000) . "\n");
    rewind($source);
    $writers = [];
    foreach (['a', 'b', 'c', 'd'] as $letter) {
        $writers[] = spawn(fn() => fwrite($out, str_repeat($letter, 500_000) . "\n"));
    }
    $writers[] = spawn(fn() => stream_copy_to_stream($source, $out));
    $writers[] = spawn(fn() => fputcsv($out, [str_repeat('x', 200_000)], escape: '\\'));
    $reader = spawn(function () use ($in) {
        $lines = [];
        for ($i = 0; $i < 6; $i++) {
            $line = rtrim(fgets($in));
            $lines[] = $line === str_repeat($line[0], strlen($line)) ? $line[0] . strlen($line) : 'mixed';
        }
        sort($lines);
        return implode(' ', $lines);
    });
    echo "$kind: ", implode(' ', await_all_or_fail($writers)), "\n", Async\await($reader), "\n";
}
fclose($out);
proc_close($cat);
?>
--EXPECT--
socket: 500001 500001 500001 500001 400001 200001
a500000 b500000 c500000 d500000 s400000 x200000
pipe: 500001 500001 500001 500001 400001 200001
a500000 b500000 c500000 d500000 s400000 x200000
