<?php
/** Ours, as a site would have it: PDO keeps the pool, and the handler knows of none: php pdo_pool.php CONNECTIONS */
declare(strict_types=1);

require __DIR__ . '/database.inc';
require __DIR__ . '/server.inc';

$pdo = connect([PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => (int) $argv[1]]);

serve(static function ($request, $response) use ($pdo) {
    $response->setStatusCode(200)->setBody(answer($pdo));
});
