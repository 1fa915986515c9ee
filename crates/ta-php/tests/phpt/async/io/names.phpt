--TEST--
Names are looked up while others run, and what cannot be found is reported as ever
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$lookups = [
    'gethostbyname' => fn() => gethostbyname('localhost'),
    'gethostbynamel' => fn() => in_array('127.0.0.1', gethostbynamel('localhost')),
    'gethostbyaddr' => fn() => gethostbyaddr('127.0.0.1') !== '127.0.0.1',
    'malformed' => fn() => @gethostbyaddr('none'),
    'numeric' => fn() => gethostbyname('127.0.0.2'),
    'too long' => fn() => strlen(@gethostbyname(str_repeat('x', 200))),
    'fsockopen' => function () {
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        $port = (int) explode(':', stream_socket_get_name($listener, false))[1];
        return is_resource(fsockopen('localhost', $port, timeout: 10));
    },
];
foreach ($lookups as $name => $lookup) {
    $asks = spawn(function () use ($name, $lookup) {
        $result = json_encode($lookup());
        echo "$name: $result\n";
    });
    $other = spawn(function () {
        echo "meanwhile\n";
    });
    await($asks);
    await($other);
}

// The engine has one buffer for entries: everybody gets an answer of their own.
$answers = [];
for ($i = 0; $i < 20; $i++) {
    $answers[] = spawn(fn() => [gethostbyname('localhost'), gethostbyname("127.0.0.$i")]);
}
foreach ($answers as $i => $answer) {
    if (await($answer) !== ['127.0.0.1', "127.0.0.$i"]) {
        echo "somebody else's answer\n";
    }
}
?>
--EXPECT--
meanwhile
gethostbyname: "127.0.0.1"
meanwhile
gethostbynamel: true
meanwhile
gethostbyaddr: true
malformed: false
meanwhile
numeric: "127.0.0.2"
meanwhile
meanwhile
too long: 200
meanwhile
fsockopen: true
