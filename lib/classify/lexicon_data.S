/* The word lists of lexicon.txt, byte for byte. */
    .section .rodata
    .global smsflow_lexicon_begin
    .global smsflow_lexicon_end
smsflow_lexicon_begin:
    .incbin "classify/data/lexicon.txt"
smsflow_lexicon_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
