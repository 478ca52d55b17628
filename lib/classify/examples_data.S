/* The example replies of examples.tsv, byte for byte. */
    .section .rodata
    .global smsflow_examples_begin
    .global smsflow_examples_end
smsflow_examples_begin:
    .incbin "classify/data/examples.tsv"
smsflow_examples_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
