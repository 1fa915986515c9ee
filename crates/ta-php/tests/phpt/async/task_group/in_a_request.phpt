--TEST--
Tasks work for the request whose handler made them; errors nobody has heard of stay with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use Async\TaskGroup;
use function Async\{await, delay, suspend};

$handlers = [
    '/lost' => function () {
        $group = new TaskGroup(1);
        $group->spawn(fn() => throw new Exception('lost'));
        $group->spawn(fn() => suspend());
        $group->close();
        $group->awaitCompletion();
        unset($group);
        suspend();
        return 'lost';
    },
    '/late' => function () {
        $group = new TaskGroup();
        $group->spawn(function () {
            try {
                delay(1000);
            } finally {
                suspend();
                throw new Exception('late');
            }
        });
        suspend();
        unset($group);
        delay(1);
        return 'late';
    },
    '/fine' => function () {
        $group = new TaskGroup(2);
        for ($i = 0; $i < 5; $i++) {
            $group->spawn(function () use ($i) {
                suspend();
                return $i;
            });
        }
        return implode(' ', await($group->all()));
    },
];
$answers = serve(
    fn($request, $response) => $response->setBody($handlers[$request->getPath()]()),
    [get('/lost'), get('/late'), get('/fine')],
);
foreach ($answers as $bytes) {
    [$answer] = responses($bytes);
    echo $answer['status'], ' ', $answer['body'], "\n";
}
echo "served\n";
?>
--EXPECT--
200 lost
200 late
200 0 1 2 3 4
served
