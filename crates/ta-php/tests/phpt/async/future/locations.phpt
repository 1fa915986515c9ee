--TEST--
Futures know where they were made and settled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\suspend;

$state = new FutureState(); // line 5
$future = new Future($state);
function show(object $of): void
{
    [$file, $line] = $of->getCreatedFileAndLine();
    echo basename($file), ' ', $line, ' = ', basename($of->getCreatedLocation()), "\n";
    [$file, $line] = $of->getCompletedFileAndLine();
    echo $file === null ? 'null' : basename($file), ' ', $line, ' = ', basename($of->getCompletedLocation()), "\n";
}
show($state);
show($future);
$state->complete(1); // line 16
show($state);
show($future);
show(Future::completed(2)->ignore()); // line 19
$child = $future->map(fn($v) => $v); // line 20
suspend();
show($child->ignore());
?>
--EXPECT--
locations.php 5 = locations.php:5
null 0 = unknown
locations.php 5 = locations.php:5
null 0 = unknown
locations.php 5 = locations.php:5
locations.php 16 = locations.php:16
locations.php 5 = locations.php:5
locations.php 16 = locations.php:16
locations.php 19 = locations.php:19
locations.php 19 = locations.php:19
locations.php 20 = locations.php:20
null 0 = unknown
