--TEST--
Redis: a cancelled call ends with the cancellation, and the next connection works
--EXTENSIONS--
igbinary
redis
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_REDIS_PORT');
?>
--FILE--
<?php
require __DIR__ . '/redis.inc';

$query = fn() => connection()->echo('seven');
$redis = connection();
cancelled('blPop', fn() => $redis->blPop([key_of('none')], 60), $query);
// What the server still has to say to it belongs to nobody: it must not be taken for an answer.
$broken = transcript(fn() => $redis->rPush(key_of('none'), 'late'));
$answer = transcript(fn() => $redis->echo('eight'));
connection()->del(key_of('none'));
echo 'the same connection: ', $answer[0] === '"eight"' ? 'starts anew' : $answer[0], "\n";

$redis = connection();
cancelled('subscribe', fn() => $redis->subscribe([key_of('channel')], fn() => null), $query);
$redis = connection();
cancelled('pipeline', fn() => $redis->multi(Redis::PIPELINE)->ping()->blPop([key_of('none')], 60)->exec(), $query);
// Somebody who takes connections without accepting them, until there is no room for more.
$silent = stream_socket_server('tcp://127.0.0.1:0', context: stream_context_create(['socket' => ['backlog' => 0]]));
$port = (int) explode(':', stream_socket_get_name($silent, false))[1];
cancelled('connect', function () use ($port, &$kept) {
    for ($i = 0; $i < 10; $i++) {
        $kept[$i] = new Redis();
        $kept[$i]->connect('127.0.0.1', $port, 60);
    }
}, $query);
?>
--EXPECT--
blPop: finally, Async\AsyncCancellation, then "seven"
the same connection: starts anew
subscribe: finally, Async\AsyncCancellation, then "seven"
pipeline: finally, Async\AsyncCancellation, then "seven"
connect: finally, Async\AsyncCancellation, then "seven"
