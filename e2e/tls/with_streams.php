<?php
// Asks for a URL with PHP's streams and prints the answer's body. A second argument is a header.
$body = file_get_contents($argv[1], false, stream_context_create(['http' => ['header' => array_slice($argv, 2)]]));
if ($body === false) {
    exit(1);
}
echo $body;
