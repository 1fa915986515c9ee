<?php
/** Every handler sleeps 10 ms, in PHP's own function. */
declare(strict_types=1);

require __DIR__ . '/server.inc';

serve(static function ($request, $response) {
    usleep(10_000);
    $response->setStatusCode(200)->setBody('rested');
});
