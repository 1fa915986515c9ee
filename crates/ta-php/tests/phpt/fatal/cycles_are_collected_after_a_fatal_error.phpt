--TEST--
The cycle collector goes on working after fatal errors, and takes what the dead frames held
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$held = null;
$ring = function () use (&$held): stdClass {
    $object = new stdClass();
    $object->self = $object;
    $held = WeakReference::create($object);
    return $object;
};
$requests = array_map(fn($path) => get($path), ['/compile', '/collect', '/user', '/collect', '/child', '/collect']);
$answers = serve(function ($request, $response) use (&$held, $ring) {
    $object = $ring();
    switch ($request->getPath()) {
        case '/compile':
            eval('break;');
        case '/user':
            trigger_error('the end', E_USER_ERROR);
        case '/child':
            unset($object);
            Async\await(Async\spawn(function () use ($ring) {
                $object = $ring();
                eval('break;');
            }));
        default:
            unset($object);
            $before = gc_collect_cycles();
            $gone = $held->get() === null;
            $response->setBody($before > 0 && $gone ? 'collected' : "collected $before");
    }
}, $requests);
foreach ($answers as $answer) {
    [$response] = responses($answer);
    echo $response['status'], ' ', $response['status'] === 200 ? $response['body'] : '-', "\n";
}
?>
--INI--
display_errors=0
--EXPECT--
500 -
200 collected
500 -
200 collected
500 -
200 collected
