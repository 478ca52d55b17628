# What the binary carries: the appointment workflow, sample records and a script.
.section .rodata
.global smsflow_embedded_workflow
.global smsflow_embedded_workflow_end
smsflow_embedded_workflow:
.incbin "workflows/appointment.toml"
smsflow_embedded_workflow_end:
.section .note.GNU-stack,"",@progbits
