/* The model that ships with the binary, byte for byte. */
    .section .rodata
    .balign 64
    .global smsflow_model_begin
    .global smsflow_model_end
smsflow_model_begin:
    .incbin "classify/data/starting.model"
smsflow_model_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
