--TEST--
getAwaitingInfo() of a coroutine in a blocking function names the function, what it waits for and where
--EXTENSIONS--
true_async_server
sockets
--FILE--
<?php
use function Async\{current_coroutine, delay, get_coroutines, spawn, suspend};

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$tasks = [
    spawn(fn() => fread($near, 10)),
    spawn(fn() => sleep(60)),
    spawn(function () use ($near, $far) {
        $read = [$near, $far];
        $none = null;
        return stream_select($read, $none, $none, 60);
    }),
    spawn(fn() => gethostbyname('localhost')),
    spawn(fn() => socket_accept(socket_create_listen(0))),
    spawn(fn() => delay(60_000)),
];
suspend();
foreach ($tasks as $task) {
    echo implode(' | ', $task->getAwaitingInfo()), ' at line ', $task->getSuspendFileAndLine()[1], "\n";
    $task->cancel();
}
?>
--EXPECTF--
fread(): %r(poll|receive)%r, descriptor %d at line 6
sleep(): sleep at line 7
stream_select(): poll, 2 descriptors at line 11
gethostbyname(): resolve, done by a helper thread at line 13
socket_accept(): accept, descriptor %d at line 14
timer at line 15
