<?php
/** Ours, by hand: every request borrows a connection of a pool and gives it back: php async_pool.php CONNECTIONS */
declare(strict_types=1);

require __DIR__ . '/database.inc';
require __DIR__ . '/server.inc';

$pool = new Async\Pool(factory: connect(...), max: (int) $argv[1]);

serve(static function ($request, $response) use ($pool) {
    $pdo = $pool->acquire();
    try {
        $body = answer($pdo);
    } finally {
        $pool->release($pdo);
    }
    $response->setStatusCode(200)->setBody($body);
});
