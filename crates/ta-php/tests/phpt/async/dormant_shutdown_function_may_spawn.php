<?php
register_shutdown_function(function () {
    Async\spawn(function () { Async\delay(1); echo "first and last\n"; });
    echo "shutdown\n";
});
echo "main\n";
?>
